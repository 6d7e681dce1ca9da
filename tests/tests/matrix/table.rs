//! The page that shows which form a value has in each API.

use serde_json::Value;

use crate::client::Client;
use crate::samples::Sample;

const BEGINNING: &str = "\
# One content, several APIs

Written by `tests/tests/matrix`, which also tests what it shows: every value here was written through each API and read through every other one, in
entries that each of them made. Entries stand on a page of InlineCMS only if InlineCMS made them.

## Values

What a client of each API sends and sees of the same value. `<Ada>` stands for the id of an entry, `<authors>` for that of its content type.

";

const DEFINITIONS: &str = "
## Definitions

How a client of each API defines a field of the type. Where an API cannot, a field that another API has defined is read and written all the same.
InlineCMS names types alone: their settings are given through another API, and pages keep them.

";

/// The page.
pub(crate) fn page(clients: &[Box<dyn Client + '_>], samples: &[Sample]) -> String {
    let form = |client: &dyn Client, sample: &Sample| Some(client.wire(sample, &sample.values[0]));
    let values = table(clients, samples, form);
    let definitions = table(clients, samples, |client, sample| client.definition(sample));
    [BEGINNING, &values, DEFINITIONS, &definitions].concat()
}

fn table(
    clients: &[Box<dyn Client + '_>],
    samples: &[Sample],
    cell: impl Fn(&dyn Client, &Sample) -> Option<Value>,
) -> String {
    let names: Vec<&str> = clients.iter().map(|client| client.name()).collect();
    let mut lines = vec![format!("| type | {} |", names.join(" | "))];
    lines.push(format!("|---|{}", "---|".repeat(names.len())));
    for sample in samples {
        let code = |value: Value| format!("`{}`", value.to_string().replace('|', "\\|"));
        let cells = clients.iter().map(|client| cell(client.as_ref(), sample).map_or_else(String::new, code));
        let kind = match sample.note {
            "" => format!("`{}`", sample.kind),
            note => format!("`{}`, {note}", sample.kind),
        };
        lines.push(format!("| {kind} | {} |", cells.collect::<Vec<_>>().join(" | ")));
    }
    lines.join("\n") + "\n"
}
