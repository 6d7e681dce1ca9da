//! The public interface of the HTTP layer, as a component uses it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod identity;
mod kept;
mod pipeline;
mod principals;
mod world;

use weft_domain::{AllowedPaths, Permissions, Principal, RatePlan, Role, Timestamp};

const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";

/// A principal with the role editor in this epoch.
fn principal(epoch: i64, expires_at: Option<Timestamp>) -> Principal {
    Principal {
        credential: ID.parse().unwrap(),
        account: ID.parse().unwrap(),
        site: ID.parse().unwrap(),
        site_key: 1,
        role: Role::Editor,
        permissions: Permissions::of_role(Role::Editor),
        allowed_paths: AllowedPaths::default(),
        plan: RatePlan::default(),
        expires_at,
        has_receivers: false,
        epoch,
    }
}
