//! Who stands behind the words at a place.

use nlp::{Article, Attribution, Claim, Standing};
use text::{Span, Spans};

/// The words of a source, of the writer, or of nobody.
pub(crate) struct Statement<'a> {
    /// The words, in bytes from the file's start.
    pub span: Span,
    /// How they come to their source.
    pub standing: Standing,
    /// Which of the article's attributions they rest on; `None` where nobody stands behind them.
    pub attribution: Option<usize>,
    /// The sentence they stand in, judged.
    pub claim: Option<&'a Claim>,
}

impl<'a> Statement<'a> {
    /// The innermost statement at `offset`: the content, source or cue of an attribution, a quotation that has one, else
    /// the sentence.
    pub fn at(article: &'a Article, offset: u32) -> Option<Statement<'a>> {
        let claim = article.claims.iter().find(|claim| claim.span.touches(offset));
        let inside = |(_, span): &(usize, Span)| span.touches(offset) && !span.is_empty();
        let innermost = parts(article).filter(inside).min_by_key(|(at, span)| (span.len(), std::cmp::Reverse(*at)));
        match innermost {
            Some((attribution, span)) => {
                let standing = standing(article, attribution, offset);
                Some(Statement { span, standing, attribution: Some(attribution), claim })
            }
            None => claim.map(|claim| Statement {
                span: claim.span,
                standing: claim.standing,
                attribution: claim.attribution,
                claim: Some(claim),
            }),
        }
    }
}

/// The sentence that holds the first word of a cue.
pub(crate) fn cue_sentence(article: &Article, attribution: &Attribution) -> Option<Span> {
    let cue = attribution.cue.first();
    article.sentences.iter().copied().find(|sentence| sentence.contains_span(cue))
}

/// An attribution reaches into what another says, and so is told by it: the innermost such.
pub(crate) fn teller(article: &Article, attribution: usize) -> Option<usize> {
    let cue = article.attributions.get(attribution)?.cue.first();
    let others = article.attributions.iter().enumerate().filter(|(at, _)| *at != attribution);
    let around = others.filter_map(|(at, other)| {
        let content = other.content.as_ref().filter(|content| content.contains_span(cue))?;
        Some((at, content.len()))
    });
    around.min_by_key(|(_, len)| *len).map(|(at, _)| at)
}

/// Every stretch that belongs to an attribution.
fn parts(article: &Article) -> impl Iterator<Item = (usize, Span)> {
    let own = article.attributions.iter().enumerate().flat_map(|(at, attribution)| {
        let (source, content) = (attribution.source.iter(), attribution.content.iter());
        let all = source.chain(content).chain([&attribution.cue]).flat_map(Spans::iter);
        all.map(move |span| (at, span))
    });
    let quoted = article.quotes.iter().filter_map(|speech| Some((speech.attribution?, speech.span)));
    own.chain(quoted)
}

/// How the words at `offset` come to an attribution that they belong to.
fn standing(article: &Article, attribution: usize, offset: u32) -> Standing {
    let Some(sentence) = cue_sentence(article, &article.attributions[attribution]) else {
        return Standing::SameSentence;
    };
    let is_its = |speech: &&nlp::article::Speech| speech.attribution == Some(attribution);
    match () {
        () if sentence.touches(offset) => Standing::SameSentence,
        () if article.quotes.iter().filter(is_its).any(|speech| speech.span.touches(offset)) => {
            Standing::RunningQuotation
        }
        () if sentence.end <= offset => Standing::CarriedFromEarlier,
        () => Standing::CarriedFromLater,
    }
}
