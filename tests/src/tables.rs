//! The dialects' tables of endpoints, read from their sources: tests see wasm and HTTP only, but no row may be without a test.

use crate::components::root;

/// A row of a dialect's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The variant's name in snake case: the name of the file that tests it.
    pub test: String,
    /// What it is to people.
    pub name: String,
    /// The method.
    pub method: String,
    /// The path, with `:names`.
    pub path: String,
    /// The round trips that it may make.
    pub round_trips: u64,
    /// Whether it is for callers without a credential too.
    pub is_open: bool,
}

/// R3's endpoints of the content component.
pub fn r3() -> Vec<Row> {
    table("crates/dialect-r3/src/endpoint.rs", "ENDPOINTS")
}

/// R3's endpoints of the auth component.
pub fn r3_keys() -> Vec<Row> {
    table("crates/dialect-r3/src/endpoint.rs", "KEY_ENDPOINTS")
}

/// InlineCMS's endpoints.
pub fn inline() -> Vec<Row> {
    table("crates/dialect-inline/src/endpoint.rs", "ENDPOINTS")
}

/// SnowCMS's endpoints of the component content-snow.
pub fn snow() -> Vec<Row> {
    table("crates/dialect-snow/src/endpoint.rs", "ENDPOINTS")
}

/// SnowCMS's endpoints of the auth component.
pub fn snow_accounts() -> Vec<Row> {
    table("crates/dialect-snow/src/endpoint.rs", "ACCOUNT_ENDPOINTS")
}

/// A file of the repository.
pub fn source(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn table(path: &str, name: &str) -> Vec<Row> {
    let source = source(path);
    let (_, rows) = source.split_once(&format!("pub static {name}: ")).expect("the table is there");
    let (_, rows) = rows.split_once("= [").expect("the table is an array");
    let (rows, _) = rows.split_once("];").expect("the table ends");
    let found: Vec<Row> = rows.split("Endpoint::").skip(1).map(|row| read(row, &source)).collect();
    // What opens a row stands at the end of the text before it.
    let opens: Vec<bool> = rows.split("Endpoint::").map(|before| before.contains("Row::open(")).collect();
    found.into_iter().zip(opens).map(|(row, is_open)| Row { is_open, ..row }).collect()
}

/// `Variant, "name", Method::GET, PATH, 1), …`; there may be commas in the name.
fn read(row: &str, source: &str) -> Row {
    let wrong = || panic!("no row: {row}");
    let (variant, rest) = row.split_once(',').unwrap_or_else(wrong);
    let (_, rest) = rest.split_once('"').unwrap_or_else(wrong);
    let (name, rest) = rest.split_once('"').unwrap_or_else(wrong);
    let cells: Vec<&str> = rest.split(',').map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let [method, path, round_trips, ..] = cells[..] else { panic!("no row: {row}") };
    let digits: String = round_trips.chars().take_while(char::is_ascii_digit).collect();
    Row {
        test: snake_case(variant),
        name: name.to_owned(),
        method: method.trim_start_matches("Method::").to_owned(),
        path: constant(path, source),
        round_trips: digits.parse().unwrap_or_else(|_| panic!("no round trips: {row}")),
        is_open: false,
    }
}

fn constant(path: &str, source: &str) -> String {
    if path.starts_with('"') {
        return path.trim_matches('"').to_owned();
    }
    let (_, value) =
        source.split_once(&format!("const {path}: &str = \"")).unwrap_or_else(|| panic!("no {path}"));
    value.split('"').next().unwrap_or_default().to_owned()
}

fn snake_case(variant: &str) -> String {
    let mut name = String::new();
    for letter in variant.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read() {
        let row = |row: &Row| {
            format!("{} {} {} {} {}", row.test, row.method, row.path, row.round_trips, row.is_open)
        };
        assert_eq!(row(&r3()[7]), "find_by_slug GET /api/content/by-slug/:type/:slug* 1 false");
        assert_eq!(row(&r3_keys()[3]), "rotate POST /api/keys/:id/rotate 1 false");
        assert_eq!(
            row(&snow()[11]),
            "find_entry_by_slug GET /api/websites/:website/collections/:collection/entries/slug/:slug* 2 false"
        );
        assert_eq!(snow()[4].name, "get the title, as the seed spells it");
        let inline = inline();
        assert_eq!(row(&inline[0]), "create_project POST /v1/projects 2 true");
        assert!(inline.iter().any(|row| row.path == "/v1/auth/me" && !row.is_open));
    }

    #[test]
    fn no_row_is_missed() {
        for (path, rows) in [
            ("crates/dialect-r3/src/endpoint.rs", r3().len() + r3_keys().len()),
            ("crates/dialect-inline/src/endpoint.rs", inline().len()),
            ("crates/dialect-snow/src/endpoint.rs", snow().len() + snow_accounts().len()),
        ] {
            let source = source(path);
            let lengths = source
                .split("Endpoint>; ")
                .skip(1)
                .filter_map(|rest| rest.split(']').next()?.parse::<usize>().ok());
            assert_eq!(lengths.sum::<usize>(), rows, "{path}");
        }
    }
}
