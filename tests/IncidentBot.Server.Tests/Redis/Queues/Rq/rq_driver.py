"""
Does with RQ itself what the tests need: rq_driver.py PORT STEP[=NUMBER]... The steps are done in their order.
"""
import datetime
import logging
import os
import signal
import subprocess
import sys

from redis import Redis
from rq import Queue, SimpleWorker, Worker
from rq.job import JobStatus
from rq.scheduler import RQScheduler
from rq.suspension import suspend as rq_suspend

import rq_tasks

PORT = int(sys.argv[1])
PAST = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
connection = Redis('127.0.0.1', PORT)
queue = Queue('default', connection=connection)
logging.disable(logging.CRITICAL)


def enqueue(number):
    """Jobs that wait."""
    for i in range(number):
        queue.enqueue(rq_tasks.count, 'queued%d' % i)


def fail(number):
    """Jobs that a real worker has run in vain; the first three are special."""
    first = queue.enqueue(rq_tasks.mendable, 'failed0', job_id='crm:42')
    queue.enqueue(rq_tasks.count, 'after-failed', depends_on=first)
    queue.enqueue(rq_tasks.mendable, 'failed1', ttl=5000, failure_ttl=600)
    queue.enqueue(rq_tasks.mendable, 'failed2', description='call hunter3hunter3 at home')
    for i in range(3, number):
        queue.enqueue(rq_tasks.mendable, 'failed%d' % i, secret='hunter4hunter4')
    work(0)


def bulkfail(number):
    """Many failed jobs, entered by RQ's own registry but not run."""
    for i in range(number):
        job = queue.enqueue(rq_tasks.count, 'failed%d' % i)
        job.set_status(JobStatus.FAILED)
        queue.failed_job_registry.add(job, exc_string='ValueError: bulk')
    connection.delete(queue.key)


def abandon(_):
    """A job whose worker and its horse were killed; their heartbeats still stand."""
    queue.enqueue(rq_tasks.held, 'abandoned', job_id='left:behind', job_timeout=30)
    worker = subprocess.Popen([sys.executable, __file__, str(PORT), 'serve'])
    horse = connection.blpop('holds', 20)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    os.kill(int(horse[1]), signal.SIGKILL)


def expire(_):
    """What time does to the heartbeats of those who were killed."""
    for key in connection.smembers('rq:workers'):
        connection.delete(key)
    miss(0)


def miss(_):
    """The job's heartbeat alone."""
    for job in connection.zrange('rq:wip:default', 0, -1):
        connection.zadd('rq:wip:default', {job: 1600000000}, xx=True)


def schedule(number):
    """Some are overdue, one of them for the front of the queue, and one is due in an hour."""
    for i in range(number - 1):
        queue.enqueue_at(PAST, rq_tasks.count, 'overdue%d' % i)
    queue.enqueue_at(PAST, rq_tasks.count, 'overdue%d' % (number - 1), at_front=True)
    queue.enqueue_in(datetime.timedelta(hours=1), rq_tasks.count, 'later')


def finish(number):
    for i in range(number):
        queue.enqueue(rq_tasks.count, 'finished%d' % i, result_ttl=86400)
    work(0)


def cancel(_):
    queue.enqueue(rq_tasks.count, 'canceled').cancel()


def mend(_):
    connection.set('mended', 1)


def work(_):
    Worker([queue], connection=connection).work(burst=True)


def simplework(_):
    SimpleWorker([queue], connection=connection).work(burst=True)


def serve(_):
    Worker([queue], connection=connection).work()


def birth(_):
    """A worker that is there and does nothing."""
    Worker([queue], connection=connection, name='idle').register_birth()


def suspend(_):
    rq_suspend(connection)


def ownrequeue(_):
    for job in queue.failed_job_registry.get_job_ids():
        queue.failed_job_registry.requeue(job)


def ownschedule(_):
    scheduler = RQScheduler([queue], connection=connection)
    scheduler.acquire_locks()
    scheduler.enqueue_scheduled_jobs()
    scheduler.release_locks()


for step in sys.argv[2:]:
    name, _, number = step.partition('=')
    globals()[name](int(number or 0))
