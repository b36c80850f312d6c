use rayon::prelude::*;
use std::io::{Read, Write};
fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let reader = dateline::pipeline::Reader::for_timeline(&dateline::config::Config::default());
    let out: Vec<String> = text.lines().collect::<Vec<_>>().par_iter().filter_map(|line| {
        let record: dateline::content::Record = serde_json::from_str(line).ok()?;
        let report = reader.report(record).ok()?;
        Some(serde_json::json!({"published": report.published.map(|d| d.to_string()),
            "sentences": report.sentences.iter().map(|s| serde_json::json!([s.text, s.days.iter().map(|d| d.to_string()).collect::<Vec<_>>()])).collect::<Vec<_>>()}).to_string())
    }).collect();
    let mut o = std::io::stdout().lock();
    for l in out {
        writeln!(o, "{l}").unwrap();
    }
}
