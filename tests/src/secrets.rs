//! The hashes of secrets in the database.

/// Returns the hashes of credentials, the hashes of passwords and their salts, in every encoding
/// that a leak could have.
pub fn stored(database: &rusqlite::Connection) -> Vec<String> {
    let mut hashes = database.prepare("SELECT hash FROM credentials").unwrap();
    let hashes: Vec<Vec<u8>> = hashes.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut passwords = database.prepare("SELECT password FROM accounts").unwrap();
    let passwords: Vec<String> =
        passwords.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let decimal = |bytes: &[u8]| bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(",");
    let spellings = hashes.iter().flat_map(|hash| [hex(hash), hex(hash).to_uppercase(), decimal(hash)]);
    let part = |n: usize| passwords.iter().filter_map(move |phc| phc.rsplit('$').nth(n)).map(str::to_owned);
    let found: Vec<String> =
        spellings.chain(passwords.iter().cloned()).chain(part(0)).chain(part(1)).collect();
    assert!(found.len() > 20 && found.iter().all(|text| text.len() > 15), "{found:?}");
    found
}
