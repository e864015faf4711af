//! Who speaks about whom, as the protocol's call hierarchy: who speaks calls, who is spoken about is called.

use ide::{Party, Talk};
use text::Span;

use super::answers::symbol_kind;
use super::proto::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, LspAny, Position, Range, Uri,
};
use super::view::View;

/// Who stands at a position.
pub fn party(view: &View, path: &str, position: Position) -> Option<Vec<CallHierarchyItem>> {
    let party = view.snapshot.party(path, view.offset(&*view.document(path)?, position))?;
    Some(vec![item(view, &party)?])
}

/// Who speaks about somebody, with the words.
pub fn speakers_about(view: &View, path: &str, item: &CallHierarchyItem) -> Option<Vec<CallHierarchyIncomingCall>> {
    let offset = view.offset(&*view.document(path)?, item.selection_range.start);
    let talks = view.snapshot.speakers_about(path, offset, id(item)?);
    let call = |talk: &Talk| {
        let from = self::item(view, &talk.party)?;
        Some(CallHierarchyIncomingCall { from, from_ranges: contents(view, talk)? })
    };
    Some(talks.iter().filter_map(call).collect())
}

/// Whom somebody speaks about, with the words where they stand in the item's own file. Ranges elsewhere cannot be told:
/// the protocol counts them in that file. There the item that is called stands at the words, and the name of who speaks
/// is the place of the call.
pub fn spoken_about(view: &View, path: &str, item: &CallHierarchyItem) -> Option<Vec<CallHierarchyOutgoingCall>> {
    let offset = view.offset(&*view.document(path)?, item.selection_range.start);
    let talks = view.snapshot.spoken_about(path, offset, id(item)?);
    let call = |talk: &Talk| {
        let to = self::item(view, &talk.party)?;
        let from_ranges = match *talk.party.path == *path {
            true => contents(view, talk)?,
            false => vec![item.selection_range],
        };
        Some(CallHierarchyOutgoingCall { to, from_ranges })
    };
    Some(talks.iter().filter_map(call).collect())
}

fn contents(view: &View, talk: &Talk) -> Option<Vec<Range>> {
    let document = view.document(&talk.party.path)?;
    Some(talk.contents.iter().map(|span: &Span| view.range(&document, *span)).collect())
}

fn item(view: &View, party: &Party) -> Option<CallHierarchyItem> {
    let document = view.document(&party.path)?;
    Some(CallHierarchyItem {
        name: party.name.clone(),
        kind: symbol_kind(party.kind),
        tags: None,
        detail: Some(party.detail.clone()),
        uri: Uri(view.place.uri(&party.path)),
        range: view.range(&document, party.span),
        selection_range: view.range(&document, party.focus),
        data: Some(LspAny::from(party.id.as_str())),
    })
}

/// Whom an item is about.
fn id(item: &CallHierarchyItem) -> Option<&str> {
    item.data.as_ref()?.as_str()
}
