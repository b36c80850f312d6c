//! Bytes into text. In: a file's bytes. Out: text without a mark, and a warning where something was
//! repaired; or what the file is instead of text.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// What a text with a NUL byte in it is: damaged, or no text at all.
pub(crate) const NUL: &str = "a NUL byte, which no text holds";

/// A decoded file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded<'b> {
    pub(crate) text: Cow<'b, str>,
    /// What was repaired, for a warning.
    pub(crate) repaired: Option<String>,
}

/// Decodes a file.
///
/// UTF-8 and UTF-16 with a mark are taken at their word; UTF-16 without one is recognised by its
/// empty bytes; other bytes that are no UTF-8 are an old encoding, mostly Windows-1252.
///
/// # Errors
/// What the file is, when it is no text: `a PNG image`.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, &'static str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        if encoding == UTF_16LE && bytes.starts_with(&[0xff, 0xfe, 0, 0]) {
            return Err("UTF-32 text");
        }
        if encoding == UTF_8 {
            return utf8(&bytes[mark..]);
        }
        return Ok(with(encoding, &bytes[mark..], None));
    }
    if let Some(name) = signature(bytes) {
        return Err(name);
    }
    if let Some(encoding) = bare_utf16(bytes) {
        let said = format!("expected UTF-8, found {} without a mark", encoding.name());
        return Ok(with(encoding, bytes, Some(said)));
    }
    if looks_binary(bytes) {
        return Err("binary data");
    }
    utf8(bytes)
}

fn utf8(bytes: &[u8]) -> Result<Decoded<'_>, &'static str> {
    let mut decoded = match std::str::from_utf8(bytes) {
        Ok(text) => Decoded {
            text: text.into(),
            repaired: None,
        },
        Err(_) => match declared(bytes) {
            Some(encoding) => with(encoding, bytes, None),
            None => old_or_broken(bytes),
        },
    };
    // Line ends of old Macs; a byte for a byte, so that places stay.
    let text = decoded.text.as_bytes();
    if memchr::memchr(b'\r', text).is_some() && memchr::memchr(b'\n', text).is_none() {
        decoded.text = decoded.text.replace('\r', "\n").into();
    }
    if memchr::memchr(0, decoded.text.as_bytes()).is_some() {
        return Err(NUL);
    }
    Ok(decoded)
}

fn plural<'w>(count: usize, one: &'w str, many: &'w str) -> &'w str {
    if count == 1 { one } else { many }
}

/// The encoding that a page declares in its head, or an XML file in its first line.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(2048)];
    let head = String::from_utf8_lossy(head).to_lowercase();
    let at = ["charset=", "encoding="]
        .iter()
        .find_map(|key| head.find(key).map(|at| at + key.len()))
        .filter(|_| head.contains('<'))?;
    let label: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
        .collect();
    Encoding::for_label(label.as_bytes())
        .filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible())
}

/// Bytes that are no UTF-8: another encoding, or UTF-8 with stray bytes in it.
fn old_or_broken(bytes: &[u8]) -> Decoded<'_> {
    let (mut characters, mut strays) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        strays += usize::from(!chunk.invalid().is_empty());
    }
    // Two accented letters in a row of an old encoding may look like UTF-8 now and then.
    if characters * 10 >= strays {
        return Decoded {
            text: String::from_utf8_lossy(bytes).into_owned().into(),
            repaired: Some(format!(
                "expected UTF-8, found {strays} stray {}, shown as \u{fffd}",
                plural(strays, "byte", "bytes")
            )),
        };
    }
    let encoding = guess(bytes);
    with(
        encoding,
        bytes,
        Some(format!("expected UTF-8, found {}", encoding.name())),
    )
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    // Quotation marks, dashes, the euro sign and Western European letters decide nothing for a
    // guesser in a short text; Windows-1252 is what such files are.
    let western =
        |b: &u8| b.is_ascii() || matches!(b, 0x80 | 0x82..=0x8c | 0x8e | 0x91..=0x9c | 0x9e..=0xff);
    let high = bytes.iter().filter(|b| !b.is_ascii()).count();
    if bytes.iter().all(western) && (high < 12 || high * 20 < bytes.len()) {
        return WINDOWS_1252;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

fn with<'b>(encoding: &'static Encoding, bytes: &'b [u8], repaired: Option<String>) -> Decoded<'b> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let repaired = match (broken, repaired) {
        (true, None) => Some(format!(
            "expected whole {} characters, found broken ones, shown as \u{fffd}",
            encoding.name()
        )),
        (_, repaired) => repaired,
    };
    let text = if text.contains('\0') {
        text.replace('\0', "\u{fffd}").into()
    } else {
        text
    };
    Decoded { text, repaired }
}

/// Latin text in UTF-16 has an empty byte in every other place.
fn bare_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let pairs = sample.chunks_exact(2).count();
    if pairs < 2 || memchr::memchr(0, sample).is_none() {
        return None;
    }
    let empty = |at: usize| sample.chunks_exact(2).filter(|pair| pair[at] == 0).count();
    let (high_first, low_first) = (empty(0), empty(1));
    if high_first * 10 >= pairs * 6 && low_first * 20 < pairs {
        return Some(UTF_16BE);
    }
    (low_first * 10 >= pairs * 6 && high_first * 20 < pairs).then_some(UTF_16LE)
}

/// What well-known files begin with.
fn signature(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 16] = [
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF87a", "a GIF image"),
        (b"GIF89a", "a GIF image"),
        (b"%PDF-", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive or Office document"),
        (b"\x1f\x8b", "a gzip archive"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "an old Office document",
        ),
        (b"{\\rtf", "an RTF document"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90\0", "a program"),
        (b"SQLite format 3\0", "a database"),
        (b"OggS", "a sound or film"),
        (b"ID3", "a sound"),
        (b"II*\0", "a TIFF image"),
        (b"BZh", "a bzip2 archive"),
    ];
    if bytes.len() > 12
        && bytes.starts_with(b"RIFF")
        && matches!(&bytes[8..12], b"WEBP" | b"WAVE" | b"AVI ")
    {
        return Some("a picture, sound or film (RIFF)");
    }
    if bytes.len() > 12 && &bytes[4..8] == b"ftyp" {
        return Some("a film or picture (ISO media)");
    }
    KNOWN
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, name)| *name)
}

/// More than a tenth of the beginning is NUL or control characters.
fn looks_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(8192)];
    if memchr::memchr(0, sample).is_none() {
        return false;
    }
    let odd = sample
        .iter()
        .filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127))
        .count();
    odd * 10 > sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], text: &str, repaired: bool) {
        let decoded = decode(bytes).expect("text");
        assert_eq!(decoded.text, text);
        assert_eq!(
            decoded.repaired.is_some(),
            repaired,
            "{:?}",
            decoded.repaired
        );
    }

    #[test]
    fn encodings_people_save_in() {
        check("Zoë".as_bytes(), "Zoë", false);
        check(b"\xef\xbb\xbf---", "---", false);
        check(b"\xff\xfeZ\0o\0\xeb\0", "Zoë", false);
        check(b"\xfe\xff\0Z\0o\0\xeb", "Zoë", false);
        check(b"\0T\0h\0e\0 \0m\0a\0y\0o\0r", "The mayor", true);
        check(b"T\0h\0e\0 \0m\0a\0y\0o\0r\0", "The mayor", true);
        check(
            b"The \x93deal\x94 \x96 worth \x80500",
            "The “deal” – worth €500",
            true,
        );
        check(b"M\xfcnchen, Stra\xdfe", "München, Straße", true);
        check(
            b"Gar\xc3\xa7on \xff\xfe\xc3( came",
            "Garçon \u{fffd}\u{fffd}\u{fffd}( came",
            true,
        );
        check(b"one\rtwo\r", "one\ntwo\n", false);
        check(
            b"<meta charset=windows-1251>\xcc\xee\xf1\xea\xe2\xe0",
            "<meta charset=windows-1251>Москва",
            false,
        );
        check(b"", "", false);
    }

    #[test]
    fn other_files_are_named() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err("a PNG image"));
        assert_eq!(decode(b"Before\0after, on 3 May 2021."), Err(NUL));
        assert_eq!(decode(b"%PDF-1.4"), Err("a PDF document"));
        assert_eq!(decode(&[0, 1, 2, 3, 0, 0, 9, 7]), Err("binary data"));
        assert_eq!(decode(&[0xff, 0xfe, 0, 0, 65, 0, 0, 0]), Err("UTF-32 text"));
    }
}
