//! Lines above headlines and above entries of the registry that count: what an article claims, where somebody is mentioned.

use ::registry::ENTITIES;
use nlp::ClaimKind;
use nlp::claims::{Dated, WANTED};
use text::Span;

use crate::hover::counted;
use crate::snapshot::Snapshot;

impl Snapshot {
    /// Where lenses stand in a document, or in the registry's file of entities: a headline, or a key. Cheap; what they say
    /// is worked out when it is looked at.
    pub fn lenses(&self, path: &str) -> Vec<Span> {
        if path == ENTITIES {
            let entries = self.registry.entities().into_iter().flat_map(|entities| &entities.all);
            return entries.map(|entry| entry.span).collect();
        }
        let articles = self.documents.get(path).map(|document| &document.marks.articles);
        articles.into_iter().flatten().map(|article| article.head).collect()
    }

    /// `12 claims · 3 undated · 2 unattributed`, or `6 mentions in 4 articles`: what the lens at `offset` says.
    pub fn lens(&self, path: &str, offset: u32) -> Option<String> {
        if path == ENTITIES {
            let entry = self.registry.entities()?.all.iter().find(|entry| entry.span.touches(offset))?;
            return Some(self.mentions_of(entry));
        }
        let analysis = self.analysis(path)?;
        let article = analysis.article_at(offset)?;
        let claims = || article.claims.iter().filter(|claim| claim.kind == ClaimKind::Claim);
        let undated =
            claims().filter(|claim| matches!(claim.dated, Dated::None | Dated::Vague) && claim.date_need >= WANTED);
        let unattributed = article.claims.iter().filter(|claim| claim.is_unattributed()).count();
        let mut says = vec![counted(claims().count(), "claim", "claims")];
        says.extend(
            [(undated.count(), "undated"), (unattributed, "unattributed")]
                .map(|(count, what)| format!("{count} {what}")),
        );
        Some(says.join(" · "))
    }

    /// How often articles mention an entry of the registry by name, under all that the folder takes for it.
    fn mentions_of(&self, entry: &::registry::Entity) -> String {
        let (mut mentions, mut articles) = (0, 0);
        for entity in self.entities_of(entry) {
            mentions += entity.names;
            articles += entity.articles(&self.index);
        }
        format!("{} in {}", counted(mentions, "mention", "mentions"), counted(articles, "article", "articles"))
    }
}
