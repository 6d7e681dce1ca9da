//! SnowCMS's REST API (`/api/websites`, `/api/accounts`) over Weft's use cases.
//!
//! Two generations of clients are served: those of server 0.0.40, and the older ones of the API page of January 2025, which kept an
//! input's settings as a text and its `required` inside of them. Where the two disagree, docs/dialects/snowcms.md says what was chosen.
//!
//! `input` translates: an input is a field of a content type, an entry's texts are its data.

pub mod input;
