//! The `weft` command; everything it does is in the library.

use std::process::ExitCode;

/// A request is some hundred small allocations; this allocator makes each cheaper than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    weft_host::cli::main()
}
