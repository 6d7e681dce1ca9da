//! The content component.
