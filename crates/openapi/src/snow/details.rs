//! What SnowCMS's operations take and answer.

use super::queries::OF_LISTS;
use crate::dialect::OperationDetails;
use crate::operation::Operation;
use crate::parts::{parameter, schema};

/// What the table does not say.
pub(super) fn details(operation: &Operation) -> OperationDetails {
    let id = operation.id;
    let known = if operation.area == "auth" {
        of_accounts(id).or_else(|| of_logins(id))
    } else {
        of_collections(id).or_else(|| of_entries(id)).or_else(|| of_files(id))
    };
    let mut details = known.unwrap_or_default();
    if operation.who == "nobody" {
        return details;
    }
    details.security = vec!["token", "cookie"];
    details.is_optional = operation.is_open();
    if operation.method != "GET" { details.asked([parameter("X-CSRF-Token")]) } else { details }
}

fn found(name: &str) -> OperationDetails {
    OperationDetails::answering(200, schema(name))
}

fn done() -> OperationDetails {
    found("Done")
}

fn made(body: &str) -> OperationDetails {
    found("Made").sent(schema(body))
}

fn edited(body: &str) -> OperationDetails {
    done().sent(schema(body))
}

/// A bare array, or a page.
fn list(name: &str) -> OperationDetails {
    found(name)
        .asked(OF_LISTS.map(parameter))
        .described("A bare array, unless the query has a parameter of a list: then a page.")
}

fn of_accounts(id: &str) -> Option<OperationDetails> {
    Some(match id {
        "ListWebsites" => list("Websites"),
        "CreateWebsite" => made("WebsiteText"),
        "FindWebsite" => found("Website"),
        "EditWebsite" => edited("WebsiteText"),
        "DeleteWebsite" | "DeleteAccount" | "DeleteKey" => done(),
        "ListAccounts" => list("Accounts"),
        "CreateAccount" => made("NewAccount"),
        "Me" | "MeOfTheSeed" => found("Account").described("A key is shown as itself."),
        "FindAccount" => found("Account"),
        "EditAccount" => edited("AccountChange"),
        "ListKeys" => list("Keys"),
        "CreateKey" => found("Secret").sent(schema("KeyText")),
        "FindKey" => found("Key"),
        "EditKey" => edited("KeyText"),
        "ResetKey" => found("Secret").described("The secret that it had stops working."),
        _ => return None,
    })
}

fn of_logins(id: &str) -> Option<OperationDetails> {
    Some(match id {
        "LoginConfig" => found("LoginConfig"),
        "LogOut" => found("Redirect")
            .bearing(&["Set-Cookie"])
            .described("Ends the session, if there is one, and takes its cookies away."),
        "LogIn" => OperationDetails { status: Some(200), ..OperationDetails::default() }
            .sent(schema("Login"))
            .bearing(&["Set-Cookie"])
            .described("An empty answer with the cookies `snowcms_session` and `snowcms_csrf`."),
        "TimeZones" => found("TimeZones"),
        "CheckUrl" => found("CheckedAddress").sent(schema("Address")).described("Does not resolve names."),
        _ => return None,
    })
}

fn of_collections(id: &str) -> Option<OperationDetails> {
    Some(match id {
        "ListCollections" => list("Collections"),
        "CreateCollection" => made("NewCollection"),
        "FindCollection" => found("Collection"),
        "EditCollection" => edited("CollectionChange"),
        "DeleteCollection" | "DeleteInput" => done(),
        "FindTitle" | "FindTitleMisspelt" => found("Title"),
        "EditTitle" | "EditTitleMisspelt" => edited("TitleChange"),
        "ListInputs" => found("Inputs"),
        "CreateInput" => made("InputText"),
        "EditInput" => edited("InputText").described("When its field name changes, its values follow."),
        "MoveInput" => edited("Order"),
        _ => return None,
    })
}

fn of_entries(id: &str) -> Option<OperationDetails> {
    let entry = || found("Entry").asked([parameter("render")]);
    Some(match id {
        "ListEntries" => list("Entries").validated(),
        "CreateEntry" => {
            made("EntryValues").asked([parameter("createdAt")]).described("The entry is published at once.")
        }
        "FindEntryBySlug" | "FindEntry" => entry(),
        "EditEntry" => {
            edited("EntryValues").guarded().described("A replacement: what is left out loses its value.")
        }
        "DeleteEntry" | "DeleteDraft" => done(),
        "ListDrafts" => {
            let list = found("Drafts").asked(OF_LISTS.map(parameter)).asked([parameter("entry")]);
            list.described("Always a page.")
        }
        "CreateDraft" => made("DraftValues").asked([parameter("entry")]),
        "FindDraft" => found("Draft"),
        "EditDraft" => found("Made").sent(schema("DraftValues")),
        _ => return None,
    })
}

/// There is no media library yet: with the right, the answer is 501.
fn of_files(id: &str) -> Option<OperationDetails> {
    let is_known = matches!(
        id,
        "ListFiles" | "FileLimits" | "BeginUpload" | "ConfirmUpload" | "FindFile" | "DeleteFile"
    );
    is_known.then(|| {
        OperationDetails::default()
            .described("Not served yet: the answer is 501, or what is told everywhere.")
    })
}
