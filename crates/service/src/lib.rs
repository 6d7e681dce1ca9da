//! Weft's use cases: one function each, called by every dialect, and who may call them.
//!
//! `App` keeps the database to itself. `app.reader(ctx, …)?`, `writer`, `publisher`, `deleter`,
//! `developer`, `admin` check the right once and give a handle whose methods are the use cases:
//! without the right there is nothing to call. A use case decides (validation, slugs, retries, what
//! an answer may say); `storage` executes; dialects translate.
//!
//! Above the sites, `app.installation(ctx, caller)` manages accounts, sites and their keys.
//!
//! Every statement compares the site's `auth_epoch` with the principal's. When it has moved, the
//! use case fails with `Outdated` and has had no effect; the pipeline verifies the credential again
//! and repeats.

mod accounts;
mod app;
mod autosaves;
mod collections;
mod contest;
mod domains;
mod entries;
mod installation;
mod keys;
mod media;
mod members;
mod quota;
mod repos;
mod rights;
mod schemas;
mod secrets;
mod site_settings;
pub mod webhooks;

pub use accounts::{AccountView, Anonymous, EditorLogin, NewSite, Onboarded, Onboarding, Own, Session};
pub use app::App;
pub use autosaves::{Autosave, AutosaveChange, AutosaveListing, Texts};
pub use collections::{FieldsChange, Known};
pub use entries::{
    At, CHANGES_MAX, Component, EntryChange, EntryType, Expected, Found, Listing, ManyChange, NewEntry,
    PageDefinition, PageEntries, Referrer, Refused, Registrar, SNAPSHOT_MAX, Saved, Standing, Synced, Wish,
};
pub use installation::{
    Account, AccountChange, AccountKey, Installation, KeyChange, NewAccount, NewAccountKey, NewToken, Page,
    Repo, Site, SiteText, Token,
};
pub use keys::{Key, NewKey};
pub use members::{MemberChange, NewMember};
pub use quota::{Leases, Left, Quota, take};
pub use repos::{ConfigReader, File, NewFile, SiteConfig, is_repo_name};
pub use rights::{Admin, Deleter, Developer, Publisher, Reader, Writer};
pub use schemas::Schemas;
pub use secrets::{Pending, Secrets};
pub use site_settings::{DeployHook, SettingsChange, SiteSettings, StoredDeployHook};
