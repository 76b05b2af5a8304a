//! From where on a figure is found to be wrong.

/// Numbers that findings compare with.
#[derive(Clone, Debug, PartialEq)]
pub struct Thresholds {
    /// Used storage, in percent of what is usable.
    pub storage_warning: f64,
    pub storage_critical: f64,
    /// Hours until disks are full.
    pub full_warning: f64,
    pub full_critical: f64,
    /// Used memory of a node, in percent; its alarm is at 40.
    pub memory_warning: f64,
    /// Used CPU of a node, in percent.
    pub cpu_warning: f64,
    pub cpu_critical: f64,
    /// Connections, in percent of what the product allows.
    pub connections_warning: f64,
    pub connections_critical: f64,
    /// Messages by which a backlog grows in ten minutes.
    pub backlog_growth: f64,
    /// Messages by which the unacknowledged grow in ten minutes.
    pub unacked_growth: f64,
    /// Messages a second in the mean, from which on it is worth saying that there are none.
    pub busy: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            storage_warning: 80.0,
            storage_critical: 90.0,
            full_warning: 24.0,
            full_critical: 4.0,
            memory_warning: 35.0,
            cpu_warning: 80.0,
            cpu_critical: 95.0,
            connections_warning: 80.0,
            connections_critical: 95.0,
            backlog_growth: 1000.0,
            unacked_growth: 300.0,
            busy: 1.0,
        }
    }
}
