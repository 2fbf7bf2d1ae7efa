"""A Slurm of its own on this machine: munged, slurmctld and slurmd in one folder, as the user who asks,
without systemd and cgroups. Nothing of it is left when it is closed, also after a failure."""
import contextlib
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.program import environment  # noqa: E402

PATH = os.environ["PATH"] + ":/usr/sbin:/sbin"
PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scancel", "scontrol", "sinfo", "squeue", "setpriv")
CONFIGURATION = """
ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
SlurmUser={user}
SlurmdUser={user}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MailProg=/bin/true
SchedulerParameters=batch_sched_delay=0
KillWait=2
SlurmdParameters=config_overrides
NodeName=node1 NodeHostname=localhost NodeAddr=127.0.0.1 CPUs={cpus}
PartitionName=all Nodes=node1 Default=YES MaxTime=INFINITE State=UP
"""


def missing_programs():
    return [name for name in PROGRAMS if shutil.which(name, path=PATH) is None]


def wait_until(condition, what, seconds=60):
    """What the condition returned once it holds. Raises TimeoutError when it never does."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.01)
    return found


def free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


class Slurm(contextlib.ExitStack):
    """REQUIRES: missing_programs() is empty; `folder` is empty, its path short enough for a socket."""

    def __init__(self, folder, cpus, **extra):
        super().__init__()
        # Who is asked to end cleans up, too.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
        self.folder = folder
        self.daemons = {}
        self.environment = environment(**{**extra, "PATH": extra.get("PATH", "") + ":" + PATH,
                                          "SLURM_CONF": f"{folder}/slurm.conf"})
        try:
            self._start(cpus)
        except BaseException:
            self.close()
            raise

    def _start(self, cpus):
        os.chmod(self.folder, 0o711)  # munged wants its socket to be reached by all
        for name in ("state", "spool"):
            os.mkdir(os.path.join(self.folder, name))
        key = os.path.join(self.folder, "key")
        with open(os.open(key, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(os.urandom(64))
        pathlib.Path(self.folder, "slurm.conf").write_text(CONFIGURATION.format(
            folder=self.folder, ports=free_ports(2), user=pwd.getpwuid(os.getuid()).pw_name, cpus=cpus))
        socket_path = os.path.join(self.folder, "munge.socket")
        self._daemon("munged", "--foreground", "--key-file", key, "--socket", socket_path,
                     "--pid-file", f"{self.folder}/munge.pid", "--log-file", f"{self.folder}/munge.log",
                     "--seed-file", f"{self.folder}/munge.seed")
        self._wait_for_daemons(lambda: os.path.exists(socket_path), "munged answers")
        self._daemon("slurmctld", "-D")
        self._daemon("slurmd", "-D", "-N", "node1")
        self.callback(self._end_jobs)
        self._wait_for_daemons(lambda: self.run("sinfo", "-h", "-o", "%T").stdout == "idle\n", "a node is idle")

    def _daemon(self, name, *arguments):
        """Ends with this program, however it ends."""
        with open(os.path.join(self.folder, name + ".log"), "w") as log:
            process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", name, *arguments], stdout=log,
                                       stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder,
                                       env=self.environment)
        self.daemons[name] = process
        self.callback(self._end, process)

    def _wait_for_daemons(self, condition, what):
        def gone():
            return [name for name, process in self.daemons.items() if process.poll() is not None]

        try:
            wait_until(lambda: gone() or condition(), what)
            if not gone():
                return
        except TimeoutError:
            pass
        logs = [f"--- {name}\n" + pathlib.Path(self.folder, name + ".log").read_text() for name in self.daemons]
        raise RuntimeError(f"not so: {what}\n" + "\n".join(logs))

    @staticmethod
    def _end(process):
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _end_jobs(self):
        self.run("scancel", "--full", "--user", str(os.getuid()))
        with contextlib.suppress(TimeoutError):
            self._wait_for_queue([], 10)
        daemons = [process.pid for process in self.daemons.values()]
        for pid in self.processes(lambda words: True):
            if pid not in daemons:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def _wait_for_queue(self, arguments, seconds):
        def is_empty():
            queue = self.run("squeue", "-h", *arguments)
            return queue.returncode == 0 and queue.stdout == ""

        wait_until(is_empty, "the end of the jobs", seconds)

    def run(self, *command, cwd=None):
        return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=cwd,
                              env=self.environment)

    def processes(self, is_wanted):
        """Ids of this cluster's processes with such a command line; its configuration in their
        environment tells that they are."""
        mark = f"SLURM_CONF={self.folder}/slurm.conf".encode()
        found = []
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
                if is_wanted(words) and mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
        return found

    def submit(self, script, *arguments, cwd):
        """The job's id."""
        done = self.run("sbatch", *arguments, script, cwd=cwd)
        match = re.fullmatch(r"Submitted batch job (\d+)\n", done.stdout)
        if not match:
            raise RuntimeError(f"sbatch: {done}")
        return match.group(1)

    def wait(self, job, seconds=120):
        """State and exit code of each task of an array, by its index, when all are done."""
        self._wait_for_queue(["-j", job], seconds)
        shown = self.run("scontrol", "show", "job", "-o", job).stdout
        tasks = {int(index): (state, exit_code) for index, state, exit_code in re.findall(
            r"ArrayTaskId=(\d+) .*?JobState=(\w+) .*?ExitCode=(\d+:\d+) ", shown)}
        for index, (state, exit_code) in sorted(tasks.items()):
            print(f"{job}_{index} {state} {exit_code}")
        return tasks
