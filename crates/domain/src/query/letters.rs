//! Which letters are the same but for their case, one by one: what `Contains` passes over.
//!
//! The mappings are Unicode's simple ones, as the standard library has them, with the letters
//! beside them that have a third spelling (`σ ς Σ`, `ǆ ǅ Ǆ`). Nothing that changes a text's length
//! counts: `ß` is `ẞ` and not `SS`. Three exceptions: `i` has the Turkish capital `İ`, too; the
//! Turkish `ı` is a letter of its own, as Unicode has it; `ſ` and the signs for kelvin and long s
//! are not `s` and `k`, so that a word of ASCII letters can be looked for by SQLite's own `LIKE`.

/// Letters with more than two spellings, those that the standard library cannot tell from one side,
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

/// The spellings of a letter in any case, itself among them.
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

/// The one letter that stands for all spellings of a letter.
fn folded(letter: char) -> char {
    if letter.is_ascii() && letter != 'I' {
        return letter.to_ascii_lowercase();
    }
    match listed(letter) {
        Some(set) => set.chars().next().unwrap_or(letter),
        None => single(letter.to_lowercase()).unwrap_or(letter),
    }
}

/// A text in which two texts are the same that differ in case only.
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

    /// Also tells when the standard library learns new letters; none above the first two planes has
    /// case.
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
