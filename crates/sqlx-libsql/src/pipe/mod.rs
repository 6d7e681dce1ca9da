//! A pipe is the abstraction of a connection to a database.
//!
//! A pipe executes one statement, or several atomically, and returns the complete results. It
//! receives only checked statements, may be used by many requests at once, and must stay usable
//! when any of its futures is dropped early. Its futures are `Send`, as sqlx requires; the futures
//! of a guest are wrapped, because a guest has one thread.
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

/// A connection to a database.
pub(crate) enum Pipe {
    #[cfg(not(target_arch = "wasm32"))]
    Native(native::Native),
    #[cfg(target_arch = "wasm32")]
    Spin(spin::Spin),
}

impl Pipe {
    /// Executes one statement, which may be slow or may write, without blocking other requests.
    pub(crate) async fn run(&self, statement: Checked) -> Result<Outcome, Error> {
        match self {
            #[cfg(not(target_arch = "wasm32"))]
            Pipe::Native(native) => native.execute(&statement),
            #[cfg(target_arch = "wasm32")]
            Pipe::Spin(spin) => send_wrapper::SendWrapper::new(spin.run(statement)).await,
        }
    }

    /// Executes one short statement.
    pub(crate) async fn quick(&self, statement: Checked) -> Result<Outcome, Error> {
        match self {
            #[cfg(not(target_arch = "wasm32"))]
            Pipe::Native(native) => native.execute(&statement),
            #[cfg(target_arch = "wasm32")]
            Pipe::Spin(spin) => send_wrapper::SendWrapper::new(spin.quick(statement)).await,
        }
    }

    /// Executes at least one statement, atomically.
    pub(crate) async fn batch(&self, statements: Vec<Checked>) -> Result<Vec<Outcome>, Error> {
        match self {
            #[cfg(not(target_arch = "wasm32"))]
            Pipe::Native(native) => native.batch(&statements),
            #[cfg(target_arch = "wasm32")]
            Pipe::Spin(spin) => send_wrapper::SendWrapper::new(spin.batch(statements)).await,
        }
    }

    /// The name in debug output.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            #[cfg(not(target_arch = "wasm32"))]
            Pipe::Native(_) => "native",
            #[cfg(target_arch = "wasm32")]
            Pipe::Spin(_) => "spin",
        }
    }
}
