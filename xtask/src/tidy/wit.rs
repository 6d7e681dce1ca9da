//! WIT interfaces cross a trust boundary, so every item is documented: a `///` comment above each
//! interface, world, type, case, flag, field and function.
//!
//! Reads lines, not WIT: one item per line, as the WASI packages are written. A line that begins
//! while a parenthesis is open, or before the one above it has ended, goes on with that item.

use super::Finding;
use super::tree::File;

/// Finds items without prose in `wit/`.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let is_wit = |file: &&File| file.path.starts_with("wit/") && file.path.ends_with(".wit");
    files.iter().filter(is_wit).flat_map(of_file).collect()
}

fn of_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut has_prose = false;
    let mut is_open = false;
    let mut depth = 0_usize;
    for (number, line) in (1..).zip(file.text.lines()) {
        let line = line.trim();
        if line.starts_with("///") {
            has_prose = true;
            continue;
        }
        let code = line.split("//").next().unwrap_or_default().trim();
        if code.is_empty() || (code.starts_with('@') && code.ends_with(')')) {
            continue;
        }
        let goes_on = is_open || depth > 0;
        if let Some(name) = item(code).filter(|_| !goes_on) {
            let place = || format!("{}:{number}", file.path);
            if !has_prose {
                findings.push(Finding::error(place(), format!("`{name}` needs a `///` comment")));
            }
            if code.contains('{') && code.contains('}') && !code.ends_with("{}") {
                findings.push(Finding::error(place(), format!("what is in `{name}` needs a line each")));
            }
        }
        depth = (depth + code.matches('(').count()).saturating_sub(code.matches(')').count());
        is_open = !code.ends_with([',', ';', '{', '}']);
        has_prose = false;
    }
    findings
}

/// The name of the item that a line begins, if it begins one that needs prose.
fn item(code: &str) -> Option<&str> {
    let code =
        code.strip_prefix("@since").and_then(|rest| rest.split_once(") ")).map_or(code, |(_, rest)| rest);
    let words: Vec<&str> = code.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '%')).collect();
    match words.as_slice() {
        ["package" | "use" | "import" | "export" | "include" | "", ..] => None,
        ["interface" | "world" | "record" | "enum" | "flags" | "variant" | "resource" | "type", name, ..]
            if !name.is_empty() =>
        {
            Some(name)
        }
        [name, ..] => Some(name),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        check(&[File::of("wit/a.wit", text)]).into_iter().map(|finding| finding.text).collect()
    }

    #[test]
    fn items_with_prose_are_fine() {
        let text = "/// P.\npackage a:b@0.1.0;\n\n/// I.\n@since(version = 0.1.0)\ninterface i {\n  use x.{y};\n  /// E.\n  enum e {\n    /// A.\n    a,\n    /// B.\n    b\n  }\n  /// F.\n  f: async func(\n    one: u32,\n    two: string,\n  ) -> result<u32, e>;\n  /// R.\n  record r {\n    /// T.\n    t: option<\n      u32>,\n  }\n}\n";
        assert_eq!(found(text), [""; 0]);
    }

    #[test]
    fn every_kind_of_item_needs_prose() {
        let text = "interface i {\n  enum e {\n    a,\n  }\n  record r {\n    field: u32,\n  }\n  variant v {\n    case(u32),\n  }\n  flags s {\n    flag,\n  }\n  f: func(x: u32) -> u32;\n  type t = u32;\n}\nworld w {\n  export i;\n}\n";
        let names = ["i", "e", "a", "r", "field", "v", "case", "s", "flag", "f", "t", "w"];
        assert_eq!(found(text), names.map(|name| format!("`{name}` needs a `///` comment")));
    }

    #[test]
    fn prose_is_for_one_item_only() {
        assert_eq!(
            found("/// I.\ninterface i {\n  /// A.\n  a: func();\n  b: func();\n}\n"),
            ["`b` needs a `///` comment"]
        );
    }

    #[test]
    fn cases_on_one_line_have_no_room_for_prose() {
        assert_eq!(found("/// E.\nenum e { a, b }\n"), ["what is in `e` needs a line each"]);
    }
}
