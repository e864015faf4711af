//! The protocol's call hierarchy. On a name, who speaks about whom: who speaks calls, who is spoken about is called. On other
//! words of a statement, its line: a version calls the one that it comes from.

use ide::{Party, Step, SymbolKind, Talk};
use text::Span;

use super::answers::symbol_kind;
use super::proto::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, LspAny, Position, Range, Uri,
};
use super::view::View;

/// Who stands at a position, else the statement there.
pub fn called(view: &View, path: &str, position: Position) -> Option<Vec<CallHierarchyItem>> {
    let offset = view.offset(&*view.document(path)?, position);
    let party = view.snapshot.party(path, offset).and_then(|party| item(view, &party));
    let called = party.or_else(|| step_item(view, &view.snapshot.step(path, offset)?))?;
    Some(vec![called])
}

/// Who speaks about somebody, with the words; the later versions of a statement.
pub fn incoming(view: &View, path: &str, item: &CallHierarchyItem) -> Option<Vec<CallHierarchyIncomingCall>> {
    let (offset, id) = (view.offset(&*view.document(path)?, item.selection_range.start), id(item)?);
    if Step::is_id(id) {
        let items = view.snapshot.taken_up(path, offset, id);
        let items = items.iter().filter_map(|step| step_item(view, step));
        return Some(
            items.map(|from| CallHierarchyIncomingCall { from_ranges: vec![from.selection_range], from }).collect(),
        );
    }
    let call = |talk: &Talk| {
        let from = self::item(view, &talk.party)?;
        Some(CallHierarchyIncomingCall { from, from_ranges: contents(view, talk)? })
    };
    Some(view.snapshot.speakers_about(path, offset, id).iter().filter_map(call).collect())
}

/// Whom somebody speaks about, with the words where they stand in the item's own file; the version that a statement comes
/// from. Ranges elsewhere cannot be told: the protocol counts them in that file. There the item that is called stands at the
/// words, and the name of who speaks is the place of the call.
pub fn outgoing(view: &View, path: &str, item: &CallHierarchyItem) -> Option<Vec<CallHierarchyOutgoingCall>> {
    let (offset, id) = (view.offset(&*view.document(path)?, item.selection_range.start), id(item)?);
    let at_item = |to| CallHierarchyOutgoingCall { to, from_ranges: vec![item.selection_range] };
    if Step::is_id(id) {
        let steps = view.snapshot.comes_from(path, offset, id);
        return Some(steps.iter().filter_map(|step| step_item(view, step)).map(at_item).collect());
    }
    let call = |talk: &Talk| {
        let to = self::item(view, &talk.party)?;
        match *talk.party.path == *path {
            true => Some(CallHierarchyOutgoingCall { to, from_ranges: contents(view, talk)? }),
            false => Some(at_item(to)),
        }
    };
    Some(view.snapshot.spoken_about(path, offset, id).iter().filter_map(call).collect())
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

fn step_item(view: &View, step: &Step) -> Option<CallHierarchyItem> {
    let range = view.range(&*view.document(&step.path)?, step.span);
    Some(CallHierarchyItem {
        name: step.name.clone(),
        kind: symbol_kind(SymbolKind::Quote),
        tags: None,
        detail: Some(step.detail.clone()),
        uri: Uri(view.place.uri(&step.path)),
        range,
        selection_range: range,
        data: Some(LspAny::from(step.id.as_str())),
    })
}

/// Whom or what an item is about.
fn id(item: &CallHierarchyItem) -> Option<&str> {
    item.data.as_ref()?.as_str()
}
