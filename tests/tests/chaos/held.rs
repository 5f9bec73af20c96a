//! A node that is frozen while it holds the head is thrown out by the server, and the others go on.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::clients::World;
use crate::cluster::Cluster;
use crate::followers::Followers;
use crate::verdict;

/// Longest search for a moment at which the frozen node holds the head.
const SEARCH: Duration = Duration::from_mins(1);

/// The server bears it for five seconds; the rest is for a busy machine.
const THROWN_OUT: Duration = Duration::from_secs(15);

/// Sessions that have locked the head and run no statement.
const HOLDERS: &str = "SELECT count(*) FROM pg_stat_activity a JOIN pg_locks l USING (pid)
    WHERE a.application_name = 'regional-input' AND a.state = 'idle in transaction'
      AND l.relation = 'log.head'::regclass AND l.mode = 'RowShareLock' AND l.granted";

#[tokio::test(flavor = "multi_thread")]
async fn a_node_frozen_while_it_holds_the_head_is_thrown_out_and_comes_back() {
    let _turn = crate::ONE_AT_A_TIME.lock().await;
    let cluster = Cluster::start();
    let world = World::prepare(&cluster).await;
    let followers = Followers::start(&cluster.database(), 1).await;
    let load = world.start_clients(&cluster);
    let deadline = Instant::now() + SEARCH;
    // Frozen again and again, until it is caught with the head in its hands.
    loop {
        assert!(Instant::now() < deadline, "the node was never caught holding the head");
        cluster.nodes[0].lock().unwrap().freeze();
        // The others' transactions are over in milliseconds; what is still there after two looks is the frozen one's.
        if holds(&cluster) && {
            sleep(Duration::from_millis(150)).await;
            holds(&cluster)
        } {
            break;
        }
        cluster.nodes[0].lock().unwrap().thaw();
        sleep(Duration::from_millis(3)).await;
    }
    let held_at = Instant::now();
    while holds(&cluster) {
        assert!(held_at.elapsed() < THROWN_OUT, "the frozen node was not thrown out");
        sleep(Duration::from_millis(100)).await;
    }
    println!("thrown out after {:.1} s", held_at.elapsed().as_secs_f64());
    let before = load.acknowledged.load(std::sync::atomic::Ordering::SeqCst);
    while load.acknowledged.load(std::sync::atomic::Ordering::SeqCst) < before + 100 {
        assert!(held_at.elapsed() < THROWN_OUT * 2, "the other nodes did not go on");
        sleep(Duration::from_millis(20)).await;
    }
    cluster.nodes[0].lock().unwrap().thaw();
    cluster.heal().await;
    let acts = load.stop().await;
    println!("{}", verdict::summary(&acts));
    verdict::judge(&cluster, &acts, followers).await;
}

fn holds(cluster: &Cluster) -> bool {
    cluster.psql(HOLDERS) != "0"
}
