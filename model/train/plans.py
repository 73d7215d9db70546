"""Simulated plan cases, labelled by an expert policy that is written down here as plain data and rules.

A case is what the planner shows the model: the intent, its limits, the findings, and the candidate steps. The answer
is a stance and the chosen steps in order of application.

    python3 plans.py --show 5
"""
import argparse
import random

from expand import SLOTS, TUNABLES, made
from prompts import compact

# finding: (class, resource, subject types, tunables whose change helps; the first helps most)
FINDINGS = {
    "accept-queue-overflow": ("tune", "network", "service host", "net.core.somaxconn net.ipv4.tcp_max_syn_backlog"),
    "syn-flood": ("tune", "network", "host", "net.ipv4.tcp_syncookies net.ipv4.tcp_max_syn_backlog net.ipv4.tcp_synack_retries"),
    "conntrack-nearly-full": ("tune", "network", "host", "net.netfilter.nf_conntrack_max net.netfilter.nf_conntrack_buckets net.netfilter.nf_conntrack_tcp_timeout_time_wait"),
    "ephemeral-ports-exhausted": ("tune", "network", "host", "net.ipv4.ip_local_port_range net.ipv4.tcp_tw_reuse"),
    "tcp-memory-pressure": ("tune", "network", "host", "net.ipv4.tcp_mem net.ipv4.tcp_rmem net.ipv4.tcp_wmem"),
    "udp-receive-drops": ("tune", "network", "host service", "net.core.rmem_max net.core.rmem_default net.core.netdev_max_backlog"),
    "softnet-backlog-drops": ("tune", "network", "host device", "net.core.netdev_max_backlog net.core.netdev_budget net.core.netdev_budget_usecs"),
    "softirq-one-core": ("tune", "network", "device", "net.core.rps_sock_flow_entries net.core.netdev_budget"),
    "mtu-black-hole": ("tune", "network", "host", "net.ipv4.tcp_mtu_probing"),
    "lossy-path": ("tune", "network", "host device", "net.ipv4.tcp_congestion_control net.core.default_qdisc"),
    "neighbour-table-overflow": ("tune", "network", "host", "net.ipv4.neigh.default.gc_thresh3 net.ipv4.neigh.default.gc_thresh2 net.ipv4.neigh.default.gc_thresh1"),
    "direct-reclaim-stalls": ("tune", "memory", "host", "vm.watermark_scale_factor vm.min_free_kbytes vm.vfs_cache_pressure"),
    "compaction-stalls": ("tune", "memory", "host", "mm.transparent_hugepage.defrag vm.compaction_proactiveness vm.extfrag_threshold"),
    "thp-latency": ("tune", "memory", "host service", "mm.transparent_hugepage.enabled mm.transparent_hugepage.defrag"),
    "dirty-page-stalls": ("tune", "memory", "host", "vm.dirty_bytes vm.dirty_background_bytes vm.dirty_writeback_centisecs vm.dirty_ratio vm.dirty_background_ratio"),
    "mmap-count-exhausted": ("tune", "memory", "service process", "vm.max_map_count"),
    "swap-in-storm": ("tune", "swap", "host", "vm.swappiness vm.page-cluster"),
    "swap-thrash": ("reallocate", "swap", "cgroup service", "memory.high memory.swap.max vm.swappiness"),
    "memory-hog": ("reallocate", "memory", "cgroup service", "memory.high memory.max"),
    "memory-victim": ("reallocate", "memory", "cgroup service", "memory.low memory.min"),
    "cgroup-oom": ("reallocate", "memory", "cgroup service", "memory.max memory.high"),
    "global-oom": ("reallocate", "memory", "host cgroup", "memory.high memory.max memory.min"),
    "numa-remote-access": ("reallocate", "memory", "service cgroup", "cpuset.mems cpuset.cpus kernel.numa_balancing"),
    "cpu-starved-group": ("reallocate", "cpu", "cgroup service", "cpu.weight cpu.max cpuset.cpus"),
    "noisy-neighbour-cpu": ("reallocate", "cpu", "cgroup service", "cpu.weight cpu.max"),
    "cpu-quota-throttling": ("reallocate", "cpu", "cgroup service", "cpu.max cpu.max.burst"),
    "runaway-process": ("reallocate", "cpu", "process cgroup", "cpu.max cpu.weight"),
    "powersave-governor": ("tune", "cpu", "host", "cpufreq.scaling_governor cpufreq.energy_performance_preference"),
    "scheduler-latency": ("tune", "cpu", "host", "sched.base_slice_ns kernel.sched_autogroup_enabled"),
    "io-neighbour": ("reallocate", "disk", "cgroup service", "io.max io.weight"),
    "disk-saturated-by-writer": ("reallocate", "disk", "cgroup service device", "io.max io.weight"),
    "io-scheduler-mismatch": ("tune", "disk", "device", "block.sda.queue.scheduler block.sda.queue.nr_requests"),
    "readahead-mismatch": ("tune", "disk", "device", "block.nvme0n1.queue.read_ahead_kb"),
    "writeback-starves-reads": ("tune", "disk", "device", "block.sda.queue.wbt_lat_usec block.sda.queue.nr_requests"),
    "file-handles-nearly-full": ("tune", "files", "host", "fs.file-max fs.nr_open"),
    "process-fds-nearly-full": ("reallocate", "files", "service process", "limit.nofile"),
    "inotify-limit": ("tune", "files", "host", "fs.inotify.max_user_watches fs.inotify.max_user_instances"),
    "aio-limit": ("tune", "files", "host", "fs.aio-max-nr"),
    "pids-nearly-full": ("tune", "processes", "host", "kernel.pid_max kernel.threads-max"),
    "tasks-limit": ("reallocate", "processes", "service cgroup", "pids.max"),
    "fork-bomb": ("reallocate", "processes", "cgroup", "pids.max cpu.max"),
    "gpu-input-starved": ("reallocate", "accelerator", "service cgroup", "cpu.weight cpuset.cpus"),
    "power-budget-exceeded": ("tune", "power", "host", "cpufreq.scaling_governor cpufreq.boost"),
    "cpu-steal": ("hand-over", "cpu", "host", ""),
    "thermal-throttling": ("hand-over", "cpu", "host", ""),
    "lock-contention": ("hand-over", "cpu", "process service", ""),
    "soft-lockup": ("hand-over", "kernel", "host", ""),
    "hung-tasks": ("hand-over", "kernel", "host process", ""),
    "rcu-stall": ("hand-over", "kernel", "host", ""),
    "ecc-errors": ("hand-over", "memory", "device host", ""),
    "memory-leak": ("hand-over", "memory", "process service", ""),
    "dying-disk": ("hand-over", "disk", "device", ""),
    "raid-degraded": ("hand-over", "disk", "device", ""),
    "filesystem-nearly-full": ("hand-over", "disk", "device host", ""),
    "read-only-remount": ("hand-over", "disk", "device", ""),
    "link-errors": ("hand-over", "network", "device", ""),
    "close-wait-leak": ("hand-over", "network", "process service", ""),
    "gpu-fell-off-bus": ("hand-over", "accelerator", "device", ""),
    "gpu-thermal-cap": ("hand-over", "accelerator", "device", ""),
    "clock-unsynchronised": ("hand-over", "kernel", "host", ""),
    "service-crash-loop": ("hand-over", "", "service", ""),
    "page-cache-large": ("none", "memory", "host", ""),
    "stale-swap": ("none", "swap", "host", ""),
    "healthy-busy": ("none", "cpu", "host", ""),
    "backup-window": ("none", "disk", "service cgroup", ""),
    "scheduled-job-running": ("none", "cpu", "service", ""),
}
ALLOCATIONS = {  # what a group is given: (from, to) as the plan shows them
    "cpu.weight": ("100", "400 800 50 20"), "cpu.max": ("max", "200% 400% 50% 150%"), "cpu.max.burst": ("0", "100ms 50ms"),
    "cpuset.cpus": ("all", "0-3 4-7 2-15"), "cpuset.mems": ("all", "0 1"), "memory.high": ("max", "4G 8G 12G 512M"),
    "memory.max": ("max", "6G 16G 1G"), "memory.low": ("0", "2G 8G 4G"), "memory.min": ("0", "1G 4G"),
    "memory.swap.max": ("max", "0 1G"), "io.max": ("max", "50M 100M 20M 200M"), "io.weight": ("100", "500 20 50 800"),
    "limit.nofile": ("1024", "65536 524288"), "pids.max": ("max", "512 4096 16384"),
}
RISKS = {  # the risk class of every tunable that a plan may hold; what is not here is R1
    "R2": "net.ipv4.tcp_mem net.ipv4.tcp_synack_retries net.ipv4.tcp_tw_reuse net.ipv4.tcp_congestion_control net.core.default_qdisc net.netfilter.nf_conntrack_max "
          "net.netfilter.nf_conntrack_tcp_timeout_time_wait vm.min_free_kbytes vm.dirty_bytes vm.dirty_background_bytes vm.dirty_ratio vm.dirty_background_ratio "
          "vm.dirty_writeback_centisecs mm.transparent_hugepage.enabled cpufreq.scaling_governor cpufreq.energy_performance_preference block.sda.queue.scheduler "
          "cpu.max cpuset.cpus cpuset.mems memory.high memory.low memory.min memory.swap.max io.max pids.max limit.nofile",
    "R3": "memory.max cpufreq.boost vm.overcommit_memory net.ipv4.tcp_ecn vm.nr_hugepages mm.ksm.run",
    "R4": "net.ipv4.tcp_syncookies net.ipv4.ip_forward",
}
RISK = {name: risk for risk, names in RISKS.items() for name in names.split()}
TOUCHES = {"no-network": ("net.",), "no-memory": ("vm.", "mm.", "memory."), "no-disk": ("block.", "io."), "no-cpu": ("cpu", "sched.", "kernel.numa", "kernel.sched")}
GAINS = ("low", "medium", "high")
SEVERITIES = ("info", "warning", "critical")
MOST_STEPS = 4


def forbidden(step, limits, asked):
    """A step that a limit or its risk excludes."""
    if any(step["tunable"].startswith(prefix) for limit in limits for prefix in TOUCHES.get(limit, ())):
        return True
    if "low-risk" in limits and step["risk"] != "R1":
        return True
    if "no-restart" in limits and step["tunable"] == "limit.nofile":
        return True
    return step["risk"] == "R4" or step["risk"] == "R3" and not asked


def decide(case):
    """The expert's answer. Rules in order; the first that settles the case wins."""
    intent, findings, steps = case["intent"], case["findings"], case["steps"]
    asked = intent["act"] in ("set", "allocate")
    if asked:
        own = [s for s in steps if s["for"] == "ask" and not forbidden(s, case["limits"], True)]
        return ("act", [s["n"] for s in own[:MOST_STEPS]]) if own else ("no-action", [])

    def matches(finding):
        about = finding["resource"] == intent["resource"] or bool(intent["subject"]) and finding["type"] in ("service", "cgroup", "process")
        return 1 if about else 0

    # what the request is about comes first, then what is worst
    order = sorted(findings, key=lambda f: (-matches(f), -SEVERITIES.index(f["severity"]), f["n"]))
    chosen, seen = [], set()
    for finding in order:
        if finding["class"] not in ("tune", "reallocate"):
            continue
        mine = [s for s in steps if s["for"] == "f%d" % finding["n"] and s["tunable"] not in seen and not forbidden(s, case["limits"], False)]
        for step in sorted(mine, key=lambda s: (-GAINS.index(s["gain"]), s["risk"], s["n"])):
            if len(chosen) < MOST_STEPS and step["tunable"] not in seen and (step["gain"] != "low" or not chosen):
                chosen.append(step["n"])
                seen.add(step["tunable"])
    if chosen:
        return "act", chosen
    return ("hand-over", []) if any(f["class"] == "hand-over" for f in order) else ("no-action", [])


def values_of(tunable, rng):
    if tunable in ALLOCATIONS:
        start, goals = ALLOCATIONS[tunable]
        return start, rng.choice(goals.split())
    generic = tunable.replace("sda", "<device>").replace("nvme0n1", "<device>")
    values = TUNABLES[generic][1].split()
    start, goal = rng.sample(values, 2) if len(values) > 1 else (values[0], values[0])
    return start, goal


def step(number, tunable, reason, rng):
    start, goal = values_of(tunable, rng)
    risk = RISK.get(tunable, "R1") if rng.random() < 0.9 else rng.choice(["R1", "R2", "R3"])
    return {"n": number, "tunable": tunable, "from": start, "to": goal, "for": reason, "risk": risk, "gain": rng.choices(GAINS, (3, 5, 4))[0]}


def simulate(rng):
    """One case: a few findings, candidate steps for them, and a request that may or may not be about them."""
    names = rng.sample(list(FINDINGS), rng.choice([0, 1, 1, 2, 2, 3, 4]))
    findings = []
    for n, name in enumerate(names, 1):
        kind, resource, types, _ = FINDINGS[name]
        findings.append({"n": n, "id": name, "severity": rng.choices(SEVERITIES, (1, 5, 3))[0], "class": kind, "type": rng.choice(types.split()), "resource": resource})
    steps = []
    act = rng.choices(["optimize", "diagnose", "watch", "set", "allocate"], (8, 2, 2, 2, 3))[0]
    if act in ("set", "allocate"):
        pool = list(ALLOCATIONS) if act == "allocate" else [t for t in TUNABLES if "<" not in t and len(TUNABLES[t][1].split()) > 1]
        for tunable in rng.sample(pool, rng.choice([1, 1, 1, 2])):
            steps.append((tunable, "ask"))
    for finding in findings:
        tunables = FINDINGS[finding["id"]][3].split()
        if rng.random() < 0.9:
            steps += [(t, "f%d" % finding["n"]) for t in tunables[:rng.randint(1, 3)]]
    rng.shuffle(steps)
    steps = [step(n, tunable, reason, rng) for n, (tunable, reason) in enumerate(steps[:7], 1)]
    about = rng.choice(findings)["resource"] if findings and rng.random() < 0.7 else rng.choice(["", "cpu", "memory", "disk", "network"])
    intent = {
        "act": act,
        "goal": rng.choice(["", "", "latency", "throughput", "capacity", "stability", "fairness", "memory", "power"]),
        "workload": rng.choice(["", "", *SLOTS["programs"]]),
        "resource": about,
        "subject": "" if rng.random() < 0.5 else steps[0]["tunable"] if act == "set" and steps else made(rng, None).text,
    }
    limits = rng.sample(["dry-run", "no-restart", "no-network", "no-memory", "no-disk", "no-cpu", "low-risk", "ask-first", "temporary", "permanent"], rng.choice([0, 0, 0, 1, 1, 2]))
    case = {"intent": intent, "limits": limits, "findings": findings, "steps": steps}
    stance, order = decide(case)
    return content(case), {"stance": stance, "steps": order}


def content(case):
    """What the model reads of a case."""
    lines = ["intent: " + " ".join(value or "-" for value in case["intent"].values())]
    if case["limits"]:
        lines.append("limits: " + ", ".join(case["limits"]))
    lines.append("findings:")
    lines += ["f%(n)d %(id)s %(severity)s %(class)s %(type)s" % f for f in case["findings"]]
    lines.append("steps:")
    lines += ["s%(n)d %(tunable)s %(from)s>%(to)s for %(for)s risk %(risk)s gain %(gain)s" % s for s in case["steps"]]
    return "\n".join(lines)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--show", type=int, default=5)
    rng = random.Random(1)
    for _ in range(options.parse_args().show):
        text, answer = simulate(rng)
        print(text, compact(answer), "", sep="\n")


if __name__ == "__main__":
    main()
