//! Clients of all APIs see one content: a value that is written through one API is read through
//! every other one, and changed there, for every type of field.
//!
//! An API is one [`Client`], in a file of its own: how it defines a field, which form a value has
//! on its wire, how an entry is made, read and written. [`made_by`] takes one client as the
//! *maker*. For each sample of a type of field (`samples`) the maker defines a content type with
//! one field `x`, or R3 does if the API cannot, and makes an entry. Every other client reads the
//! value in the form of its own API, writes another value, which the maker reads, and reads what
//! the maker then writes. So each pair is tested in both directions, with entries of both.
//!
//! `docs/matrix.md` shows the forms; [`the_documentation_has_the_table`] writes it.
//!
//! To add an API: a file with its `Client`, a line in [`clients`], a test that calls `made_by`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is test code, where clippy knows only the functions that are tests"
)]

mod caret;
mod client;
mod inline;
mod r3;
mod samduke;
mod samples;
mod snow;
mod table;

use weft_domain::field::FieldType;
use weft_tests::Weft;

use client::{Client, ContentType, Entry};
use samples::{People, Sample, samples};

/// The variable with the password that CaretCMS's editors share, and the password.
const CARET_PASSWORD: (&str, &str) = ("caret_edit_password", "open sesame, please");

/// A client of every API, in the order of the table.
fn clients(weft: &Weft) -> Vec<Box<dyn Client + '_>> {
    vec![
        Box::new(r3::R3::new(weft)),
        Box::new(snow::Snow::new(weft)),
        Box::new(caret::Caret::new(weft)),
        Box::new(inline::Inline::new(weft)),
        Box::new(samduke::Samduke::new(weft)),
    ]
}

/// Every sample, in an entry that this API made: read and changed by all others.
#[track_caller]
fn made_by(name: &str) {
    let weft = Weft::with(|setup| _ = setup.variable(CARET_PASSWORD.0, CARET_PASSWORD.1));
    let people = People::create(&weft);
    let clients = clients(&weft);
    let maker = clients.iter().find(|client| client.name() == name).unwrap();
    let mut others = 0;
    for (number, sample) in samples(&people).iter().enumerate() {
        let kind = define(&weft, maker.as_ref(), &format!("kind-{number}"), sample);
        let [one, two] = &sample.values;
        let id = maker.create(&kind, sample, maker.wire(sample, one));
        let entry = Entry::find(&weft, &id, kind);
        let reads = |client: &dyn Client, value, when: &str| {
            let (found, expected) = (client.read(&entry), client.wire(sample, value));
            assert!(
                found == expected,
                "{} {}, {when}: {} reads {found} instead of {expected}",
                sample.kind,
                sample.note,
                client.name()
            );
        };
        reads(maker.as_ref(), one, "after it was made");
        for other in clients.iter().filter(|other| other.name() != name && other.reaches(name)) {
            let other = other.as_ref();
            reads(other, one, &format!("after {name} wrote it"));
            other.write(&entry, other.wire(sample, two));
            reads(maker.as_ref(), two, &format!("after {} wrote it", other.name()));
            maker.write(&entry, maker.wire(sample, one));
            reads(other, one, &format!("after {name} wrote it again"));
            others += 1;
        }
    }
    assert!(others >= 3 * samples(&people).len(), "{name} met {others}");
}

/// A content type with the field of the sample: of the maker, else of R3.
fn define(weft: &Weft, maker: &dyn Client, name: &str, sample: &Sample) -> ContentType {
    let name = match maker.definition(sample) {
        Some(definition) => maker.define(name, sample, definition),
        None => {
            let r3 = r3::R3::new(weft);
            r3.define(name, sample, r3.definition(sample).unwrap())
        }
    };
    let kind = ContentType::find(weft, &name);
    assert_eq!(kind.field_type, sample.kind, "{} defines {name}", maker.name());
    kind
}

#[test]
fn what_r3_makes_is_everybodys() {
    made_by("R3 CMS");
}

#[test]
fn what_snowcms_makes_is_everybodys() {
    made_by("SnowCMS");
}

#[test]
fn what_caretcms_makes_is_everybodys() {
    made_by("CaretCMS");
}

#[test]
fn what_inlinecms_makes_is_everybodys() {
    made_by("InlineCMS");
}

#[test]
fn what_samduke_makes_is_everybodys() {
    made_by("samduke-cms");
}

/// An entry of InlineCMS has a page, which no other API gives one; so its pairs are tested where it
/// is the maker.
#[test]
fn every_pair_of_apis_meets() {
    let weft = Weft::with(|setup| _ = setup.variable(CARET_PASSWORD.0, CARET_PASSWORD.1));
    let clients = clients(&weft);
    for one in &clients {
        for other in clients.iter().filter(|other| other.name() != one.name()) {
            assert!(one.reaches(other.name()) || other.reaches(one.name()));
        }
    }
}

#[test]
fn every_type_of_field_has_a_sample() {
    let samples = samples(&People::placeholders());
    for kind in FieldType::ALL.map(FieldType::as_str) {
        assert!(samples.iter().any(|sample| sample.kind == kind), "no sample of {kind}");
    }
}

#[test]
fn the_documentation_has_the_table() {
    let weft = Weft::with(|setup| _ = setup.variable(CARET_PASSWORD.0, CARET_PASSWORD.1));
    let path = "docs/matrix.md";
    let now = table::page(&clients(&weft), &samples(&People::placeholders()));
    if weft_tests::tables::source(path) != now {
        weft_tests::tables::write_source(path, &now);
        panic!("{path} was out of date and is written anew: read it and commit it");
    }
}
