//! Folds many documents and prints the time: `cargo run --release -p backpedal-changes --example
//! fold -- 100000`. The texts are made up of invented words; one in ten is a copy with a new head.

#![allow(clippy::print_stdout)] // what it measured is its result

use std::time::Instant;

use backpedal_changes::{Item, copies};

/// A small generator of numbers, so that every run makes the same texts (Marsaglia 2003).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

fn text(numbers: &mut Numbers) -> String {
    let mut text = String::new();
    for _ in 0..300 {
        // Words as uneven as in texts: the product of two draws favours the small.
        let word = numbers.next(200) * numbers.next(100);
        text.push_str(&format!("w{} ", word / 3));
    }
    text
}

fn main() {
    let count: usize = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(100_000);
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut texts: Vec<String> = Vec::with_capacity(count);
    for at in 0..count {
        let text = if at % 10 == 9 {
            format!("from our desk today. {}", texts[at - 5])
        } else {
            text(&mut numbers)
        };
        texts.push(text);
    }
    let items: Vec<Item<'_>> = texts
        .iter()
        .map(|text| Item {
            text,
            address: None,
            canonical: None,
            published: None,
            publisher: None,
        })
        .collect();
    let begun = Instant::now();
    let found = copies(&items);
    println!(
        "{count} documents of 300 words: {} copies of {} found in {:.2} s",
        found.len(),
        count / 10,
        begun.elapsed().as_secs_f64()
    );
}
