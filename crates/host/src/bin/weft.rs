//! The `weft` command; everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    weft_host::cli::main()
}
