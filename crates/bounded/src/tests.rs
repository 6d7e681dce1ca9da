//! What stays, what goes, and that the books are right after every step.

use super::*;

/// What every step must leave true.
fn audit(memory: &Bounded<u32, u32>) {
    assert_eq!(memory.entries.len(), memory.by_use.len());
    let weight: usize = memory.entries.values().map(|entry| entry.weight).sum();
    assert_eq!(memory.weight, weight);
    assert!(memory.weight <= memory.limit, "{weight} of {}", memory.limit);
    for (key, entry) in &memory.entries {
        assert_eq!(memory.by_use.get(&entry.used), Some(key));
    }
}

#[test]
fn what_was_used_longest_ago_makes_room() {
    let mut memory = Bounded::new(3);
    for key in 0..3 {
        memory.insert(key, key * 10);
    }
    assert_eq!(memory.get(&0), Some(&mut 0), "now 1 is the oldest");
    memory.insert(3, 30);
    assert_eq!(memory.get(&1), None);
    assert_eq!((memory.get(&0).copied(), memory.get(&2).copied()), (Some(0), Some(20)));
    assert_eq!(memory.len(), 3);
    audit(&memory);
}

#[test]
fn a_value_is_replaced_in_place() {
    let mut memory = Bounded::new(2);
    assert_eq!(memory.insert(1, 1), None);
    memory.insert(2, 2);
    assert_eq!(memory.insert(1, 3), Some(1));
    assert_eq!(memory.len(), 2, "nothing had to go");
    *memory.get(&1).unwrap() += 1;
    assert_eq!(memory.remove(&1), Some(4));
    assert_eq!(memory.remove(&1), None);
    audit(&memory);
}

#[test]
fn heavy_entries_push_out_as_many_as_they_need() {
    let mut memory = Bounded::new(10);
    for key in 0..5 {
        memory.insert_weighing(key, 0, 2);
    }
    memory.insert_weighing(9, 0, 5);
    assert_eq!(memory.entries.keys().copied().collect::<Vec<_>>(), [3, 4, 9]);
    assert_eq!(memory.weight(), 9);
    memory.insert_weighing(8, 0, 10);
    assert_eq!(memory.entries.keys().copied().collect::<Vec<_>>(), [8]);
    audit(&memory);
}

#[test]
fn what_is_heavier_than_the_limit_is_not_remembered() {
    let mut memory = Bounded::new(10);
    memory.insert(1, 1);
    memory.insert(2, 2);
    assert_eq!(memory.insert_weighing(1, 3, 11), Some(1), "and an older value of the key is wrong now");
    assert_eq!(memory.get(&1), None);
    assert_eq!(memory.len(), 1);
    let mut none = Bounded::new(0);
    none.insert(1, 1);
    assert!(none.is_empty());
    audit(&memory);
}

#[test]
fn only_what_is_accepted_is_retained() {
    let mut memory = Bounded::new(10);
    for key in 0..10 {
        memory.insert(key, key);
    }
    memory.retain(|key, _| key % 2 == 0);
    audit(&memory);
    assert_eq!((memory.len(), memory.weight()), (5, 5));
}

#[test]
fn the_books_are_right_after_ten_thousand_steps() {
    let mut memory = Bounded::new(100);
    let mut state: u32 = 7;
    for _ in 0..10_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (key, choice) = ((state >> 8) % 64, (state >> 16) % 4);
        match choice {
            0 => drop(memory.remove(&key)),
            1 => drop(memory.get(&key)),
            _ => drop(memory.insert_weighing(key, key, (state >> 24) as usize % 20)),
        }
        audit(&memory);
    }
    assert!(!memory.is_empty());
}

#[test]
fn a_shared_memory_outlives_a_panic_while_it_was_locked() {
    static MEMORY: Shared<&str, u32> = Shared::new(2);
    MEMORY.insert("a", 1);
    let panicked = std::thread::spawn(|| {
        let _locked = MEMORY.lock();
        panic!("on purpose");
    });
    assert!(panicked.join().is_err());
    assert_eq!(MEMORY.find("a"), Some(1));
    assert_eq!(MEMORY.remove("a"), Some(1));
    assert_eq!(MEMORY.find("a"), None);
}
