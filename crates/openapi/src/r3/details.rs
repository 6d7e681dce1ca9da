//! The requests and answers of R3's operations.

use crate::dialect::OperationDetails;
use crate::operation::Operation;
use crate::parts::{parameter, schema};

/// The details of an operation.
pub(super) fn details(operation: &Operation) -> OperationDetails {
    let details = match operation.area {
        "auth" => of_keys(operation.id),
        "webhooks" => of_webhooks(operation.id),
        _ => of_types(operation.id).unwrap_or_else(|| of_documents(operation.id)),
    };
    let security = if operation.area == "auth" { vec!["apiKey", "session"] } else { vec!["apiKey"] };
    OperationDetails { security, ..details }
}

fn of_types(id: &str) -> Option<OperationDetails> {
    let whole = |status| OperationDetails::answering(status, schema("SingleContentType")).bearing(&["ETag"]);
    Some(match id {
        "ListTypes" => OperationDetails::answering(200, schema("ContentTypeList"))
            .asked([parameter("page"), parameter("limitOfTypes")])
            .bearing(&["Link"])
            .validated(),
        "CreateType" => whole(201).sent(schema("NewContentType")).bearing(&["Location"]),
        "FindType" => OperationDetails::answering(200, schema("SingleContentType")).validated(),
        "UpdateType" => whole(200)
            .sent(schema("ContentTypeChange"))
            .guarded()
            .described("Changes what is named and replaces `fields` as a whole."),
        "DeleteType" => OperationDetails::answering(200, schema("Deleted"))
            .guarded()
            .described("The content type's documents go, too: at once for readers, in steps in the store."),
        _ => return None,
    })
}

fn of_documents(id: &str) -> OperationDetails {
    let saved = || OperationDetails::answering(200, schema("Document")).bearing(&["ETag"]);
    let shown = || {
        OperationDetails::answering(200, schema("ShownDocument"))
            .asked([parameter("draft"), parameter("fields")])
            .validated()
    };
    match id {
        "List" => {
            let names = ["type", "page", "limit", "sort", "fields", "draft", "filters", "cursor", "count"];
            let list = OperationDetails::answering(200, schema("DocumentList")).asked(names.map(parameter));
            list.bearing(&["Link"]).validated()
        }
        "Create" => OperationDetails::answering(201, schema("Document"))
            .sent(schema("NewDocument"))
            .bearing(&["ETag", "Location"]),
        "FindBySlug" | "FindById" => {
            shown().described("A document that is not published is not found without `draft=true`.")
        }
        "Update" => saved().sent(schema("DocumentChange")).guarded(),
        "Delete" => OperationDetails::answering(200, schema("Deleted")).guarded(),
        "Publish" => {
            saved().guarded().described("Sets `publishedAt`, also on a document that was published already.")
        }
        "Unpublish" => saved().guarded().described("Makes it a draft."),
        "Versions" => OperationDetails::answering(200, schema("VersionList"))
            .asked([parameter("page"), parameter("limit")])
            .bearing(&["Link"])
            .validated()
            .described("Newest first. Needs the `write` or the `admin` scope beside `read`."),
        "Restore" => saved().guarded().described("Puts a version's `data` back; the status stays as it is."),
        _ => OperationDetails::default(),
    }
}

fn of_keys(id: &str) -> OperationDetails {
    let secret =
        |status| OperationDetails::answering(status, schema("KeyWithSecret")).bearing(&["Cache-Control"]);
    match id {
        "ListKeys" => OperationDetails::answering(200, schema("KeyList"))
            .asked([parameter("page"), parameter("limit")])
            .bearing(&["Link"])
            .described("Newest first."),
        "CreateKey" => secret(201).sent(schema("NewKey")).bearing(&["Location"]),
        "DeleteKey" => OperationDetails::answering(200, schema("Deleted")),
        "RotateKey" => secret(200).described("The secret that it had stops working at once."),
        _ => OperationDetails::default(),
    }
}

fn of_webhooks(id: &str) -> OperationDetails {
    let one = |status| OperationDetails::answering(status, schema("Webhook"));
    match id {
        "ListWebhooks" => OperationDetails::answering(200, schema("WebhookList"))
            .asked([parameter("page"), parameter("limit")])
            .bearing(&["Link"])
            .described("Newest first."),
        "CreateWebhook" => OperationDetails::answering(201, schema("WebhookWithSecret"))
            .sent(schema("NewWebhook"))
            .bearing(&["Location", "Cache-Control"]),
        "FindWebhook" => one(200),
        "UpdateWebhook" => one(200)
            .sent(schema("WebhookChange"))
            .described("A secret that is replaced signs for a day more."),
        "DeleteWebhook" => OperationDetails::answering(200, schema("Deleted")),
        "TestWebhook" => OperationDetails::answering(202, schema("Delivery")),
        "ListDeliveries" => OperationDetails::answering(200, schema("DeliveryList"))
            .asked([parameter("limit"), parameter("cursor")])
            .described("Newest first."),
        "FindDelivery" => OperationDetails::answering(200, schema("DeliveryWithAttempts")),
        "ReplayDelivery" => OperationDetails::answering(202, schema("Delivery")),
        _ => OperationDetails::default(),
    }
}
