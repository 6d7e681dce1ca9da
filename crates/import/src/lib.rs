//! Imports a folder of Markdown files as documents, with R3's API.
//!
//! ```text
//! scan          finds the files               front_matter  keys and text         document  slug, title, data
//! publication   draft or public, since when   date_formats  publication dates     moment    dates of fields
//! schema        infers fields from all files  content_type  creates or extends    fit       converts values for fields
//! put           creates or updates documents  client        one request           retry     repeats requests
//! summary       the results of all files
//! ```
//!
//! Every file is read twice: the first pass over all files collects the fields, the second pass
//! sends each file, so that memory holds only the documents in progress. A document is updated to
//! match its file: fields whose keys were removed from the file are set to null, except required
//! fields and default values. Documents without a file do not change.
//!
//! No state is kept between runs; the slug identifies the document of a file. To complete an
//! interrupted import, run it again.

mod client;
mod content_type;
mod date_formats;
mod document;
mod field_name;
mod fit;
mod front_matter;
mod moment;
mod publication;
mod put;
mod retry;
mod scan;
mod schema;
mod slug;
#[cfg(test)]
mod stub;
mod summary;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};
use weft_domain::Timestamp;

use client::Client;
use put::Target;
use retry::Retries;
use scan::Source;
use schema::Fields;
use summary::{Outcome, Problem};

pub use summary::Summary;

/// An import of a folder of Markdown files, one document per file.
#[derive(Debug, Clone)]
pub struct Markdown {
    /// The folder, with all folders below it.
    pub dir: PathBuf,
    /// The content type ([`type_name`]), created if it does not exist.
    pub type_name: String,
    /// The URL of the Weft server.
    pub url: String,
    /// A key with the scopes read, write and admin.
    pub key: String,
    /// The status of the documents; a file that is marked as a draft is always imported as a draft.
    pub status: Status,
    /// The number of files sent at a time.
    pub concurrency: u16,
}

/// The status of imported documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// For everybody.
    Published,
    /// Visible to editors only.
    Draft,
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Draft => "draft",
        }
    }
}

impl Markdown {
    /// Imports all valid files. `watch` is called after each file with the number of completed
    /// files and the total.
    ///
    /// # Errors
    /// The path is not a folder, or the content type can be neither found nor created nor extended.
    /// The results of single files are in the summary.
    pub fn run(&self, watch: impl FnMut(usize, usize)) -> Result<Summary> {
        self.import(&Retries::default(), now(), watch)
    }

    /// Imports all valid files; `now` is the current time. The errors are those of
    /// [`Markdown::run`].
    fn import(&self, retries: &Retries, now: Timestamp, watch: impl FnMut(usize, usize)) -> Result<Summary> {
        if !self.dir.is_dir() {
            bail!("{} is not a folder", self.dir.display());
        }
        let mut summary = Summary::default();
        let found = scan::scan(&self.dir);
        for (name, problem) in found.problems {
            summary.add(name, Err(problem));
        }
        for passed in found.skipped {
            summary.skip(passed.name, passed.reason.to_owned(), passed.files);
        }
        let (sources, fields) = survey(found.sources, now, &mut summary);
        if sources.is_empty() {
            return Ok(summary);
        }
        let client = Client::new(&self.url, &self.key, self.concurrency.into());
        let declared = match retries.run(|| content_type::ensure(&client, &self.type_name, &fields)) {
            Ok(declared) => declared,
            Err(error) => bail!("the content type {}: {}", self.type_name, error.reason()),
        };
        let beyond = fields.count_beyond(declared.iter().map(|field| field.name.as_str()));
        if beyond > 0 {
            summary
                .note(format!("{beyond} keys have no field of their own: a content type cannot have more"));
        }
        let target = Target::new(&client, retries, &self.type_name, self.status, declared);
        put_all(&target, sources, now, self.concurrency, &mut summary, watch);
        if !target.sees_drafts() {
            summary.note("the key has no admin scope: documents that are not published could not be seen");
        }
        Ok(summary)
    }
}

/// Reads all files; returns the valid files and the fields that they need.
fn survey(sources: Vec<Source>, now: Timestamp, summary: &mut Summary) -> (Vec<Source>, Fields) {
    let mut fields = Fields::default();
    let mut owners: HashMap<String, String> = HashMap::new();
    let mut fit = Vec::with_capacity(sources.len());
    for source in sources {
        match document::load(&source, now) {
            Ok(document) => match owners.get(&document.slug) {
                None => {
                    fields.add(&document.data);
                    if let Some(reason) = document.publication.draft {
                        summary.add_draft(source.name.clone(), reason);
                    }
                    owners.insert(document.slug, source.name.clone());
                    fit.push(source);
                }
                Some(owner) => {
                    let reason = format!("its slug `{}` is already that of {owner}", document.slug);
                    summary.add(source.name, Err(Problem::refused(reason)));
                }
            },
            Err(problem) => summary.add(source.name, Err(problem)),
        }
    }
    (fit, fields)
}

/// Sends all files to the server, `workers` at a time.
fn put_all(
    target: &Target<'_>,
    sources: Vec<Source>,
    now: Timestamp,
    workers: u16,
    summary: &mut Summary,
    mut watch: impl FnMut(usize, usize),
) {
    let files = sources.len();
    let (jobs, queue) = mpsc::channel();
    for source in sources {
        // The receiver lives in this function, so the send succeeds.
        let _ = jobs.send(source);
    }
    drop(jobs);
    let queue = Mutex::new(queue);
    let (results, outcomes) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (results, queue) = (results.clone(), &queue);
            scope.spawn(move || work(target, queue, now, &results));
        }
        drop(results);
        for (done, (name, outcome)) in outcomes.into_iter().enumerate() {
            summary.add(name, outcome);
            watch(done + 1, files);
        }
    });
}

fn work(
    target: &Target<'_>,
    queue: &Mutex<mpsc::Receiver<Source>>,
    now: Timestamp,
    results: &mpsc::Sender<(String, Outcome)>,
) {
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok(source) = next() {
        let outcome = document::load(&source, now).and_then(|document| target.put(document));
        if results.send((source.name, outcome)).is_err() {
            return;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "what is to come depends on the real clock")]
fn now() -> Timestamp {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
}

/// Parses the name of a content type.
///
/// # Errors
/// The text is not a valid name; the error gives the reason.
pub fn type_name(text: &str) -> Result<String, String> {
    if weft_domain::field::is_field_name(text) {
        Ok(text.to_owned())
    } else {
        Err("a content type's name is 1 to 64 letters, digits, `-` or `_`".to_owned())
    }
}
