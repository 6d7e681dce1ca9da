//! The shared suite (in the making).
