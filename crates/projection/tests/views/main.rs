//! A tiny view over a real log in real files: following, pausing, reopening, rebuilding, replaying.

mod following;
mod harness;
mod pausing;
mod rebuilding;
mod reopening;
mod replaying;
