//! The fields that a sheet is read for.

/// A field of an [`ImportRow`](crate::ImportRow).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// `state`
    State,
    /// `paragraph`
    Paragraph,
    /// `text`, the only one that every row needs
    Text,
    /// `language`
    Language,
    /// `type`
    Type,
    /// `position`
    Position,
    /// `ad_referendum`
    AdReferendum,
    /// `received_at`
    ReceivedAt,
    /// `reference`
    Reference,
    /// `quote_exact`
    QuoteExact,
    /// `quote_prefix`
    QuotePrefix,
    /// `quote_suffix`
    QuoteSuffix,
    /// `proposed_wording_action`
    ProposedWordingAction,
    /// `proposed_wording_text`
    ProposedWordingText,
    /// `explanation`
    Explanation,
    /// `audience`
    Audience,
    /// `attribution`
    Attribution,
    /// `on_behalf_of`
    OnBehalfOf,
    /// `number`
    Number,
    /// `proposal_id`
    ProposalId,
    /// `comment_id`
    CommentId,
    /// `as_of_log_position`
    LogPosition,
    /// `disposition`
    Disposition,
    /// `duplicate_of`
    DuplicateOf,
    /// `response`
    Response,
    /// `agreed_wording`
    AgreedWording,
}

/// What a sheet is read for: this says which fields are looked for in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// Comments of states.
    #[default]
    Input,
    /// What a member writes into the matrix: a disposition of each comment.
    Review,
}

impl Purpose {
    /// Whether a field is looked for.
    pub(crate) const fn reads(self, field: Field) -> bool {
        let of_a_review = matches!(
            field,
            Field::CommentId
                | Field::LogPosition
                | Field::Disposition
                | Field::DuplicateOf
                | Field::Response
                | Field::AgreedWording
        );
        match self {
            Self::Input => !of_a_review,
            Self::Review => of_a_review || matches!(field, Field::Number | Field::ProposalId),
        }
    }

    /// The fields without a column for which nothing can be read.
    pub(crate) const fn needed(self) -> &'static [Field] {
        match self {
            Self::Input => &[Field::Text],
            Self::Review => &[Field::Number, Field::Disposition],
        }
    }
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 26] = [
        Self::State,
        Self::Paragraph,
        Self::Text,
        Self::Language,
        Self::Type,
        Self::Position,
        Self::AdReferendum,
        Self::ReceivedAt,
        Self::Reference,
        Self::QuoteExact,
        Self::QuotePrefix,
        Self::QuoteSuffix,
        Self::ProposedWordingAction,
        Self::ProposedWordingText,
        Self::Explanation,
        Self::Audience,
        Self::Attribution,
        Self::OnBehalfOf,
        Self::Number,
        Self::ProposalId,
        Self::CommentId,
        Self::LogPosition,
        Self::Disposition,
        Self::DuplicateOf,
        Self::Response,
        Self::AgreedWording,
    ];

    /// The fields of a purpose.
    pub fn of(purpose: Purpose) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |field| purpose.reads(*field))
    }

    /// Returns the name by which the command line, and the header of our own exports, call the field.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Paragraph => "paragraph",
            Self::Text => "text",
            Self::Language => "language",
            Self::Type => "type",
            Self::Position => "position",
            Self::AdReferendum => "ad_referendum",
            Self::ReceivedAt => "received_at",
            Self::Reference => "reference",
            Self::QuoteExact => "quote_exact",
            Self::QuotePrefix => "quote_prefix",
            Self::QuoteSuffix => "quote_suffix",
            Self::ProposedWordingAction => "proposed_wording_action",
            Self::ProposedWordingText => "proposed_wording_text",
            Self::Explanation => "explanation",
            Self::Audience => "audience",
            Self::Attribution => "attribution",
            Self::OnBehalfOf => "on_behalf_of",
            Self::Number => "number",
            Self::ProposalId => "proposal_id",
            Self::CommentId => "comment_id",
            Self::LogPosition => "as_of_log_position",
            Self::Disposition => "disposition",
            Self::DuplicateOf => "duplicate_of",
            Self::Response => "response",
            Self::AgreedWording => "agreed_wording",
        }
    }

    /// Whether the field holds words of the paragraph, whose spaces matter.
    pub(crate) const fn is_quote(self) -> bool {
        matches!(self, Self::QuoteExact | Self::QuotePrefix | Self::QuoteSuffix)
    }

    /// Returns the field of input that a mapping calls so.
    pub(crate) fn by_name(name: &str) -> Option<Self> {
        Self::of(Purpose::Input).find(|field| field.name() == name)
    }
}
