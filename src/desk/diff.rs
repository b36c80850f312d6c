//! The lines an answer will write. In: a file before and after. Out: its changed lines, with the
//! lines that stand directly around them.

use serde::Serialize;

/// What happens to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Fate {
    /// It stays.
    Kept,
    /// It is written.
    Added,
    /// It goes.
    Removed,
}

/// One line of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Line {
    pub(super) fate: Fate,
    pub(super) text: String,
}

/// Lines shown around a change.
const AROUND: usize = 2;
/// Changed stretches longer than this are shown whole instead of compared line by line.
const COMPARED: usize = 400;

/// The changed lines between two texts.
pub(super) fn lines(before: &str, after: &str) -> Vec<Line> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = tail.take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    if head == old_end && head == new_end {
        return Vec::new();
    }
    let line = |fate| {
        move |text: &&str| Line {
            fate,
            text: (*text).to_owned(),
        }
    };
    let mut out: Vec<Line> = old[head.saturating_sub(AROUND)..head]
        .iter()
        .map(line(Fate::Kept))
        .collect();
    out.extend(middle(&old[head..old_end], &new[head..new_end]));
    out.extend(old[old_end..].iter().take(AROUND).map(line(Fate::Kept)));
    out
}

/// The longest common subsequence decides what stays.
fn middle(old: &[&str], new: &[&str]) -> Vec<Line> {
    let line = |fate, text: &str| Line {
        fate,
        text: text.to_owned(),
    };
    if old.len() > COMPARED || new.len() > COMPARED {
        let gone = old.iter().map(|text| line(Fate::Removed, text));
        return gone
            .chain(new.iter().map(|text| line(Fate::Added, text)))
            .collect();
    }
    let mut common = vec![vec![0_u16; new.len() + 1]; old.len() + 1];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            common[a][b] = if old[a] == new[b] {
                common[a + 1][b + 1] + 1
            } else {
                common[a + 1][b].max(common[a][b + 1])
            };
        }
    }
    let (mut a, mut b, mut out) = (0, 0, Vec::new());
    while a < old.len() || b < new.len() {
        if a < old.len() && b < new.len() && old[a] == new[b] {
            out.push(line(Fate::Kept, old[a]));
            (a, b) = (a + 1, b + 1);
        } else if b == new.len() || a < old.len() && common[a + 1][b] >= common[a][b + 1] {
            out.push(line(Fate::Removed, old[a]));
            a += 1;
        } else {
            out.push(line(Fate::Added, new[b]));
            b += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str, expected: &[&str]) {
        let sign = |line: Line| {
            let sign = match line.fate {
                Fate::Kept => ' ',
                Fate::Added => '+',
                Fate::Removed => '-',
            };
            format!("{sign}{}", line.text)
        };
        let found: Vec<String> = lines(before, after).into_iter().map(sign).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn only_what_changes_is_shown() {
        check("a\n", "a\n", &[]);
        check("", "a\nb\n", &["+a", "+b"]);
        check(
            "1\n2\n3\n4\n5\n",
            "1\n2\n3\nx\n4\n5\n",
            &[" 2", " 3", "+x", " 4", " 5"],
        );
        check(
            "q\nd = 1\nh\n",
            "q\nd = 2\nh\nc\n",
            &[" q", "-d = 1", "+d = 2", " h", "+c"],
        );
    }
}
