//! One proposal from its tabling to what every state hears of its comments, through HTTP alone.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected fails"
)]

mod consultation;
mod outcome;
mod real_clock;
mod review;
mod silence;
mod world;

use world::World;

/// Tabled, opened to 91 partners, 600 comments of 60 states, two groups and three alignments, one late; disposed of,
/// differing for days, converged, published, objected to; rev.1, silence broken on two paragraphs, rev.2, silence
/// prevails, adopted; and every state's outcomes and letter say the truth.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_goes_from_tabling_to_adoption_and_every_state_hears_what_became_of_its_words() {
    let mut world = World::open().await;
    consultation::sixty_states_lodge(&mut world).await;
    consultation::two_groups_speak_and_three_states_align(&world).await;
    consultation::the_clock_closes_and_one_is_late(&mut world).await;
    review::twenty_matter_and_one_differs_for_days(&mut world).await;
    review::the_others_go_under_silence_as_one_act(&mut world).await;
    review::dispositions_are_published_together_and_one_state_objects(&world).await;
    silence::rev_1_carries_the_comments(&mut world).await;
    silence::silence_is_broken_on_two_paragraphs(&world).await;
    silence::rev_2_is_adopted(&mut world).await;
    outcome::every_state_hears_the_truth(&world).await;
    outcome::the_record_and_the_note_name_nobody_who_is_not_to_be_named(&world).await;
}
