//! What a member mission has to do (worklist), how far the members are with a proposal (convergence), and by when
//! (calendar): folded from dossiers, for members only.

mod board;
mod calendar;
mod worklist;

pub use board::{Board, board};
pub use calendar::{Deadline, DeadlineKind, DeadlineStanding, Remedy, begins_at, deadlines, key_event};
pub use worklist::{Reason, Task, tasks};
