//! What a process has in memory, as the system counts it.

/// Memory of this process that is in RAM (`VmRSS`), in MiB.
pub fn resident(pid: u32) -> u64 {
    resident_kib(pid) / 1024
}

/// Memory of this process that is in RAM (`VmRSS`), in KiB.
pub fn resident_kib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.unwrap().trim().trim_end_matches(" kB");
    kib.parse().unwrap()
}
