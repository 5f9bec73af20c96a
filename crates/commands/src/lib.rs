//! Load, fold, decide, append: the way of every write.
