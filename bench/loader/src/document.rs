//! Generates the documents: about 2 kB each, the same in every run, with different texts.
//!
//! The size of a category and the number of documents in a price range do not depend on the number
//! of documents. The same request therefore finds the same number of documents in every data set,
//! and only the rest of the data grows.

use std::fmt::Write as _;

/// How many characters of text a document has.
const BODY: usize = 1600;
/// The largest price.
const PRICE_MAX: f64 = 1_000_000.0;

const WORDS: [&str; 32] = [
    "loom", "warp", "thread", "shuttle", "pattern", "cloth", "colour", "border", "weaver", "market",
    "harbour", "morning", "letter", "window", "garden", "river", "station", "paper", "signal", "number",
    "season", "mountain", "journey", "kitchen", "engine", "library", "country", "winter", "evening",
    "bridge", "island", "record",
];

/// The number of documents and of documents per category.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// How many.
    pub(crate) documents: u64,
    /// How many a category has.
    pub(crate) per_category: u64,
}

/// A document.
pub(crate) struct Document {
    pub(crate) slug: String,
    /// A JSON object.
    pub(crate) data: String,
    /// Eighty bits for its id.
    pub(crate) random: [u8; 10],
}

impl Plan {
    /// The document with this number, counted from 0.
    pub(crate) fn document(&self, number: u64) -> Document {
        let mut numbers = Numbers(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xA076_1D64_78BD_642F);
        let categories = (self.documents / self.per_category).max(1);
        let category = numbers.below(categories);
        // Cents, so that the text is short and exact.
        let cents = numbers.below((PRICE_MAX * 100.0) as u64);
        let mut data = String::with_capacity(2 * 1024);
        // Writing to a String cannot fail.
        let _ = write!(
            data,
            "{{\"title\":\"Article {number} about the {} and the {}\",\"category\":\"category-{category:05}\",\"price\":{}.{:02},\"body\":\"",
            numbers.word(),
            numbers.word(),
            cents / 100,
            cents % 100
        );
        let end = data.len() + BODY;
        while data.len() < end {
            data.push_str(numbers.word());
            data.push(' ');
        }
        let _ = write!(
            data,
            "\",\"tags\":[\"{}\",\"{}\",\"{}\"]}}",
            numbers.word(),
            numbers.word(),
            numbers.word()
        );
        let mut random = [0; 10];
        for byte in &mut random {
            *byte = numbers.next().to_be_bytes()[0];
        }
        Document { slug: format!("article-{number}-about-the-{}", numbers.word()), data, random }
    }
}

/// SplitMix64, which is random enough to choose words.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    fn word(&mut self) -> &'static str {
        let index = usize::try_from(self.below(WORDS.len() as u64)).unwrap_or_default();
        WORDS.get(index).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_the_same_every_time_and_about_two_kilobytes() {
        let plan = Plan { documents: 1000, per_category: 500 };
        for number in [0, 1, 999] {
            let document = plan.document(number);
            assert_eq!(document.data, plan.document(number).data);
            assert!((1600..2100).contains(&document.data.len()), "{}", document.data.len());
        }
        assert_ne!(plan.document(1).data, plan.document(2).data);
    }
}
