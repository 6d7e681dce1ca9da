//! `alert`: a text in a coloured box with its own style sheet.
//!
//! The sheet selects the box by a random id, so that it colours only this box, wherever the HTML is
//! used.

use super::attributes::Attributes;
use super::color::is_color;
use super::escape;
use super::tag::Tag;

/// Writes the box and its sheet.
pub(super) fn push(html: &mut String, attributes: &Attributes<'_>, id: [u8; 4]) {
    let id = format!("{:08x}", u32::from_be_bytes(id));
    let color = |property: &str, name: &str| {
        let color = attributes.text(name).filter(|color| is_color(color));
        color.map(|color| format!("{property}: {color}; ")).unwrap_or_default()
    };
    let (background, foreground) = (color("background-color", "bg"), color("color", "color"));
    let (around, inside, sheet) =
        (Tag::new("div").with("data-alert", &id), Tag::new("div"), Tag::new("style"));
    around.open(html);
    inside.open(html);
    escape::push(html, &attributes.text("text").unwrap_or_default());
    inside.close(html);
    sheet.open(html);
    html.push_str(&format!(
        "[data-alert=\"{id}\"] > div {{ {background}{foreground}padding: 1rem; border-radius: 0.25rem }}"
    ));
    sheet.close(html);
    around.close(html);
}
