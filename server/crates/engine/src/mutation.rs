//! Faults that tests put in on purpose, to see that the golden files notice each of them. Outside of tests there are none, and the
//! compiler removes the questions.

/// What is left out or done wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "only tests make them")]
pub enum Mutation {
    /// No norms of quotes, dashes and the like, and no table of norms.
    Norms,
    /// Symbols are hashed as other strings are.
    SymbolIds,
    /// Special cases give their tokens no norm.
    SpecialNorms,
    /// Rows beyond a text's ends stay zero in every layer.
    ZeroPadding,
    /// No second look for special cases across affixes.
    SecondPass,
    /// Labels keep their `||`, heads stay where the parser put them.
    Deprojectivize,
    /// Rust's character classes instead of the table's.
    CharacterClasses,
    /// A layer norm with another epsilon: floats differ, hardly any label does.
    Epsilon,
    /// Names may cross from one sentence into the next.
    SentenceStarts,
    /// Arcs to the right may be drawn into the next sentence.
    Validity,
    /// Rules apply in reverse order.
    RuleOrder,
    /// Lemmas come from the rules alone.
    Exceptions,
}

#[cfg(test)]
impl Mutation {
    /// All of them.
    pub const ALL: [Mutation; 12] = [
        Mutation::Norms,
        Mutation::SymbolIds,
        Mutation::SpecialNorms,
        Mutation::ZeroPadding,
        Mutation::SecondPass,
        Mutation::Deprojectivize,
        Mutation::CharacterClasses,
        Mutation::Epsilon,
        Mutation::SentenceStarts,
        Mutation::Validity,
        Mutation::RuleOrder,
        Mutation::Exceptions,
    ];
}

#[cfg(test)]
thread_local! {
    static CURRENT: std::cell::Cell<Option<Mutation>> = const { std::cell::Cell::new(None) };
}

/// Whether this fault is in, on this thread.
#[cfg(test)]
#[inline]
pub fn is(mutation: Mutation) -> bool {
    CURRENT.get() == Some(mutation)
}

/// Whether this fault is in: never.
#[cfg(not(test))]
#[inline(always)]
pub const fn is(_: Mutation) -> bool {
    false
}

/// Puts a fault in for as long as `run` runs, on this thread.
#[cfg(test)]
pub fn with<T>(mutation: Mutation, run: impl FnOnce() -> T) -> T {
    CURRENT.set(Some(mutation));
    let result = run();
    CURRENT.set(None);
    result
}
