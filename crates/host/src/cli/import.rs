//! `weft import markdown`: a folder of Markdown files becomes documents, over R3's API like any client's.
//!
//! ```text
//! scan          which files                    front_matter  keys and text          document  slug, title, data
//! standing      draft or not, since when       people_date   moments as people write them
//! schema        which fields, over all files   content_type  made or extended       fit       values as fields want them
//! put           create, change or leave alone  client, retry one request; patience  summary   what became of each file
//! ```
//!
//! Every file is read twice: first all of them, to learn which fields there are, then each when its turn comes, so that memory holds
//! only the documents under way. A document is made to match its file: keys that are gone from the file are emptied, except those that
//! the content type requires or fills by default. Documents without a file are left alone.
//!
//! Nothing is remembered between runs; the slug tells which document a file is. So an import that was broken off is completed by
//! running it again.

mod client;
mod content_type;
mod document;
mod field_name;
mod fit;
mod front_matter;
mod moment;
mod people_date;
mod put;
mod retry;
mod scan;
mod schema;
mod slug;
mod standing;
#[cfg(test)]
mod stub;
mod summary;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use weft_domain::Timestamp;

use super::say;
use client::Client;
use put::Target;
use retry::Retries;
use scan::Source;
use schema::Fields;
use summary::{Outcome, Problem, Summary};

/// `weft import …`
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// Import a folder of Markdown files, one document per file.
    Markdown(Markdown),
}

/// Arguments of `weft import markdown`.
#[derive(Debug, Args)]
pub(super) struct Markdown {
    /// The folder; everything below it is imported.
    dir: PathBuf,
    /// The content type; created where there is none.
    #[arg(long = "type", value_name = "NAME", value_parser = type_name)]
    type_name: String,
    /// Where Weft runs.
    #[arg(long, default_value = "http://127.0.0.1:3000")]
    url: String,
    /// A key with the scopes read, write and admin.
    #[arg(long, env = "WEFT_KEY", hide_env_values = true)]
    key: String,
    /// The status of the documents; what says that it is a draft becomes one in any case.
    #[arg(long, value_enum, default_value_t = Status::Published)]
    status: Status,
    /// How many files are sent at a time.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    concurrency: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Status {
    Published,
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

impl Import {
    /// Does what was asked.
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::Markdown(markdown) => markdown.run(),
        }
    }
}

impl Markdown {
    fn run(self) -> Result<()> {
        let summary = self.import(&Retries::default(), now())?;
        say(&summary.to_string());
        match summary.not_imported() {
            0 => Ok(()),
            1 => bail!("1 file was not imported"),
            files => bail!("{files} files were not imported"),
        }
    }

    /// Imports what can be imported, at the moment `now`. Fails when the folder is none, or the content type cannot be made sure of.
    fn import(&self, retries: &Retries, now: Timestamp) -> Result<Summary> {
        if !self.dir.is_dir() {
            bail!("{} is not a folder", self.dir.display());
        }
        let mut summary = Summary::default();
        let found = scan::scan(&self.dir);
        for (name, problem) in found.problems {
            summary.add(name, Err(problem));
        }
        for passed in found.passed_over {
            summary.pass_over(passed.name, passed.reason.to_owned(), passed.files);
        }
        let (sources, fields) = survey(found.sources, now, &mut summary);
        if sources.is_empty() {
            return Ok(summary);
        }
        let client = Client::new(&self.url, &self.key, self.concurrency.into());
        let declared = match retries.run(|| content_type::ensure(&client, &self.type_name, &fields)) {
            Ok(declared) => declared,
            Err(trouble) => bail!("the content type {}: {}", self.type_name, trouble.reason()),
        };
        let beyond = fields.count_beyond(declared.iter().map(|field| field.name.as_str()));
        if beyond > 0 {
            summary
                .note(format!("{beyond} keys have no field of their own: a content type cannot have more"));
        }
        let target = Target::new(&client, retries, &self.type_name, self.status, declared);
        put_all(&target, sources, now, self.concurrency, &mut summary);
        if !target.sees_drafts() {
            summary.note("the key has no admin scope: documents that are not published could not be seen");
        }
        Ok(summary)
    }
}

/// Reads all files; gives those that can be imported, and the fields that they need.
fn survey(sources: Vec<Source>, now: Timestamp, summary: &mut Summary) -> (Vec<Source>, Fields) {
    let mut fields = Fields::default();
    let mut owners: HashMap<String, String> = HashMap::new();
    let mut fit = Vec::with_capacity(sources.len());
    for source in sources {
        match document::load(&source, now) {
            Ok(document) => match owners.get(&document.slug) {
                None => {
                    fields.add(&document.data);
                    if let Some(reason) = document.standing.draft {
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

/// Puts all files on the server, `workers` at a time.
fn put_all(target: &Target<'_>, sources: Vec<Source>, now: Timestamp, workers: u16, summary: &mut Summary) {
    let bar = progress(sources.len());
    let (jobs, queue) = mpsc::channel();
    for source in sources {
        // The receiver is right here.
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
        for (name, outcome) in outcomes {
            summary.add(name, outcome);
            bar.inc(1);
        }
    });
    bar.finish_and_clear();
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

/// A bar on the terminal; nothing where there is none.
fn progress(length: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(length as u64);
    match ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

#[expect(clippy::disallowed_methods, reason = "what is to come depends on the real clock")]
fn now() -> Timestamp {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
}

fn type_name(text: &str) -> Result<String, String> {
    if weft_domain::field::is_field_name(text) {
        Ok(text.to_owned())
    } else {
        Err("a content type's name is 1 to 64 letters, digits, `-` or `_`".to_owned())
    }
}
