//! The seam: what a way to a database must be able to do, and nothing more.
//!
//! Execute one statement, or execute several atomically, and hand over everything that came back. A
//! pipe is given checked statements only, may be used by many requests at once, and must survive
//! that any of its futures is dropped halfway. Its futures are `Send`, as sqlx demands; a guest's
//! are not by nature, but a guest has one thread.
//!
//! To add a pipe (Hrana over HTTP: one POST for each call here), add a file and a variant, and run
//! the shared suite over it.

#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod native;
#[cfg(target_arch = "wasm32")]
pub(crate) mod spin;

use crate::error::Error;
use crate::outcome::Outcome;
use crate::statement::Checked;

/// A way to a database.
pub(crate) enum Pipe {
    #[cfg(not(target_arch = "wasm32"))]
    Native(native::Native),
    #[cfg(target_arch = "wasm32")]
    Spin(spin::Spin),
}

impl Pipe {
    /// One statement; may be slow, may write, holds nobody up.
    pub(crate) async fn run(&self, statement: Checked) -> Result<Outcome, Error> {
        match self {
            #[cfg(not(target_arch = "wasm32"))]
            Pipe::Native(native) => native.execute(&statement),
            #[cfg(target_arch = "wasm32")]
            Pipe::Spin(spin) => send_wrapper::SendWrapper::new(spin.run(statement)).await,
        }
    }

    /// One short statement.
    pub(crate) async fn quick(&self, statement: Checked) -> Result<Outcome, Error> {
        match self {
            #[cfg(not(target_arch = "wasm32"))]
            Pipe::Native(native) => native.execute(&statement),
            #[cfg(target_arch = "wasm32")]
            Pipe::Spin(spin) => send_wrapper::SendWrapper::new(spin.quick(statement)).await,
        }
    }

    /// At least one statement, atomically.
    pub(crate) async fn batch(&self, statements: Vec<Checked>) -> Result<Vec<Outcome>, Error> {
        match self {
            #[cfg(not(target_arch = "wasm32"))]
            Pipe::Native(native) => native.batch(&statements),
            #[cfg(target_arch = "wasm32")]
            Pipe::Spin(spin) => send_wrapper::SendWrapper::new(spin.batch(statements)).await,
        }
    }

    /// What it is called in debug output.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            #[cfg(not(target_arch = "wasm32"))]
            Pipe::Native(_) => "native",
            #[cfg(target_arch = "wasm32")]
            Pipe::Spin(_) => "spin",
        }
    }
}
