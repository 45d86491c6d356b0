//! The numbers of a design: per service and for the whole system.

use cleave_model::Id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The numbers of one service. Dependencies are the calls, subscriptions, foreign data accesses and declared
/// dependencies between services, each pair counted once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ServiceMetrics {
    /// How many services depend on it (Ca).
    pub used_by: u32,
    /// How many services it depends on (Ce).
    pub uses: u32,
    /// Ce / (Ca + Ce), 0 to 1; nothing where both are 0.
    pub instability: Option<f64>,
    /// Longest chain of synchronous calls that starts here, in hops; a call cycle of k services counts k − 1.
    pub sync_depth: u32,
    /// How many services it calls directly.
    pub sync_fan_out: u32,
    /// 1 for a service that depends on none; a tangle counts its size.
    pub level: u32,
    /// How many services depend on it, also through others, itself included. Nothing above 100,000 services.
    pub visibility_in: Option<u32>,
    /// How many services it depends on, also through others, itself included. Nothing above 100,000 services.
    pub visibility_out: Option<u32>,
    /// How many services are cut off when it is down: those that call it, also through others.
    pub blast_radius: Option<u32>,
    /// How many services are in the call cycle it stands in; 0 where it stands in none.
    pub sync_cycle: u32,
    /// How many services are in the tangle it stands in; 0 where it stands in none.
    pub tangle: u32,
    /// Events it publishes.
    pub events_out: u32,
    /// Events it subscribes to.
    pub events_in: u32,
    /// Stores it shares with another service.
    pub shared_stores: u32,
}

/// The numbers of the whole system.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SystemMetrics {
    /// Services that are judged: all but brokers.
    pub services: u32,
    /// Connections drawn, of any kind.
    pub connections: u32,
    /// Pairs of services of which one depends on the other.
    pub dependencies: u32,
    /// Groups of services that depend on each other in a circle.
    pub tangles: u32,
    /// Services in the largest of them; 0 where there is none.
    pub largest_tangle: u32,
    /// Groups of services that call each other in a circle.
    pub call_cycles: u32,
    /// Share of all pairs (each service with itself included) where one depends on the other, also through others,
    /// 0 to 1. Nothing without services, or above 100,000 of them.
    pub propagation_cost: Option<f64>,
    /// Longest chain of synchronous calls, in hops.
    pub sync_depth_max: u32,
    /// Stores that two or more services read or write.
    pub shared_stores: u32,
}

/// All numbers of a design.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Metrics {
    /// By service id.
    pub services: BTreeMap<Id, ServiceMetrics>,
    /// Of the whole.
    pub system: SystemMetrics,
}
