//! Case folding for `Contains`, letter by letter.
//!
//! The mappings are Unicode's simple ones from the standard library, with the letters added that
//! have a third form (`σ ς Σ`, `ǆ ǅ Ǆ`). Mappings that change a text's length are excluded: `ß`
//! folds to `ẞ` and not to `SS`. Three exceptions: `i` also matches the Turkish capital `İ`; the
//! Turkish `ı` is a separate letter, as in Unicode; `ſ` and the sign for kelvin do not match `s`
//! and `k`, so that SQLite's own `LIKE` can search for a word of ASCII letters.

/// Letters with more than two forms, letters that the standard library maps in one direction only,
/// and the exceptions.
const SPELLINGS: &[&str] = &[
    "iIİ",
    "ı",
    "kK",
    "\u{212a}",
    "sS",
    "ſ",
    "\u{b5}μΜ",
    "ßẞ",
    "åÅ\u{212b}",
    "ǆǄǅ",
    "ǉǇǈ",
    "ǌǊǋ",
    "ǳǱǲ",
    "\u{345}ιιΙ",
    "βϐΒ",
    "εϵΕ",
    "θϑΘϴ",
    "κϰΚ",
    "πϖΠ",
    "ρϱΡ",
    "ςσΣ",
    "φϕΦ",
    "ωΩ\u{2126}",
    "вᲀВ",
    "дᲁД",
    "оᲂО",
    "сᲃС",
    "тᲄᲅТ",
    "ъᲆЪ",
    "ѣᲇѢ",
    "ᲈꙋꙊ",
    "ṡẛṠ",
    "ᾀᾈ",
    "ᾁᾉ",
    "ᾂᾊ",
    "ᾃᾋ",
    "ᾄᾌ",
    "ᾅᾍ",
    "ᾆᾎ",
    "ᾇᾏ",
    "ᾐᾘ",
    "ᾑᾙ",
    "ᾒᾚ",
    "ᾓᾛ",
    "ᾔᾜ",
    "ᾕᾝ",
    "ᾖᾞ",
    "ᾗᾟ",
    "ᾠᾨ",
    "ᾡᾩ",
    "ᾢᾪ",
    "ᾣᾫ",
    "ᾤᾬ",
    "ᾥᾭ",
    "ᾦᾮ",
    "ᾧᾯ",
    "ᾳᾼ",
    "ῃῌ",
    "ῳῼ",
];

/// All forms of a letter, itself included.
pub fn spellings(letter: char) -> Vec<char> {
    if let Some(set) = listed(letter) {
        return set.chars().collect();
    }
    let mut set = vec![letter];
    for other in [single(letter.to_lowercase()), single(letter.to_uppercase())].into_iter().flatten() {
        if !set.contains(&other) {
            set.push(other);
        }
    }
    set
}

/// The representative of all forms of a letter.
fn folded(letter: char) -> char {
    if letter.is_ascii() && letter != 'I' {
        return letter.to_ascii_lowercase();
    }
    match listed(letter) {
        Some(set) => set.chars().next().unwrap_or(letter),
        None => single(letter.to_lowercase()).unwrap_or(letter),
    }
}

/// Folds a text: texts that differ only in case become equal.
pub fn fold(text: &str) -> String {
    text.chars().map(folded).collect()
}

fn listed(letter: char) -> Option<&'static str> {
    SPELLINGS.iter().copied().find(|set| set.contains(letter))
}

fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
    let first = letters.next();
    if letters.next().is_some() { None } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// Also fails when the standard library adds letters; letters outside the first two planes have
    /// no case.
    #[test]
    fn every_letter_has_all_its_spellings() {
        let mut same: BTreeMap<char, BTreeSet<char>> = BTreeMap::new();
        for letter in char::MIN..='\u{1ffff}' {
            same.entry(folded(letter)).or_default().insert(letter);
        }
        let mut missing = Vec::new();
        for letter in char::MIN..='\u{1ffff}' {
            let told: BTreeSet<char> = spellings(letter).into_iter().collect();
            if same.get(&folded(letter)) != Some(&told) {
                missing.push(letter);
            }
            if listed(letter).is_none() {
                let cases = [single(letter.to_lowercase()), single(letter.to_uppercase())];
                if cases.into_iter().flatten().any(|case| folded(case) != folded(letter)) {
                    missing.push(letter);
                }
            }
        }
        assert!(missing.is_empty(), "these need a line in SPELLINGS: {}", missing.iter().collect::<String>());
    }

    #[test]
    fn case_does_not_count() {
        for (a, b) in [
            ("łódź", "ŁÓDŹ"),
            ("Straße", "STRAẞE"),
            ("ΟΔΟΣ", "οδος"),
            ("ǆ", "ǅ"),
            ("İstanbul", "istanbul"),
            ("МОСКВА", "москва"),
        ] {
            assert_eq!(fold(a), fold(b));
        }
        for (a, b) in [("ß", "ss"), ("ı", "i"), ("é", "e"), ("ﬁ", "fi")] {
            assert_ne!(fold(a), fold(b));
        }
    }
}
