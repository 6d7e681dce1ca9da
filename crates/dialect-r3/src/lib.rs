//! dialect-r3
