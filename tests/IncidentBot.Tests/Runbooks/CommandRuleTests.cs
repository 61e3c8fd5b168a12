using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

public sealed class CommandRuleTests
{
    [Theory]
    [InlineData("kubectl exec -it redis-0 -n prod -- redis-cli ping", StepClass.Native)]
    [InlineData("kubectl exec redis-0 redis-cli ping", StepClass.Native)]
    [InlineData("docker exec -it -u root redis redis-cli --bigkeys", StepClass.Guarded)]
    [InlineData("docker compose -f prod.yml exec -T redis redis-cli INFO", StepClass.Native)]
    [InlineData("docker-compose exec redis redis-cli FLUSHALL", StepClass.Refused)]
    [InlineData("docker run --rm --network host redis:7 redis-cli ping", StepClass.Native)]
    [InlineData("ssh -i key admin@host 'sudo redis-cli ping'", StepClass.Native)]
    [InlineData("ssh admin@host", StepClass.Manual)]
    [InlineData("sudo -u redis timeout 5 redis-cli ping", StepClass.Native)]
    [InlineData("watch -n 1 'redis-cli info clients'", StepClass.Native)]
    [InlineData("bash -lc \"redis-cli flushall\"", StepClass.Refused)]
    [InlineData("env X=1 redis-cli ping", StepClass.Native)]
    [InlineData("REDISCLI_AUTH=x redis-cli ping", StepClass.Native)]
    [InlineData("sudo systemctl restart redis", StepClass.Manual)]
    [InlineData("sudo systemctl restart app-worker", StepClass.HostCommand)]
    [InlineData("sudo service redis-server restart", StepClass.Manual)]
    [InlineData("pm2 restart api --env production", StepClass.HostCommand)]
    [InlineData("supervisorctl status", StepClass.HostCommand)]
    [InlineData("docker restart worker", StepClass.HostCommand)]
    [InlineData("docker-compose restart redis", StepClass.Manual)]
    [InlineData("docker compose stop redis", StepClass.Manual)]
    [InlineData("kubectl rollout restart statefulset/redis", StepClass.Manual)]
    [InlineData("SIZE=$(redis-cli LLEN bull:mail:wait)", StepClass.Guarded)]
    [InlineData("SIZE=$(redis-cli FLUSHALL)", StepClass.Refused)]
    [InlineData("docker compose down -v", StepClass.Manual)]
    [InlineData("docker system prune -af", StepClass.Refused)]
    [InlineData("kubectl rollout restart deployment/worker", StepClass.HostCommand)]
    [InlineData("kubectl set env deployment/api A=b", StepClass.HostCommand)]
    [InlineData("kubectl scale deploy/worker --replicas=0", StepClass.Manual)]
    [InlineData("kubectl scale deploy/worker --replicas=3", StepClass.HostCommand)]
    [InlineData("kubectl delete pvc data-redis-0", StepClass.Refused)]
    [InlineData("kubectl delete pod redis-0", StepClass.Manual)]
    [InlineData("kubectl get secret redis -o yaml", StepClass.Manual)]
    [InlineData("kubectl apply -f redis.yaml", StepClass.Manual)]
    [InlineData("helm rollback redis 3", StepClass.HostCommand)]
    [InlineData("vercel env add A production", StepClass.HostCommand)]
    [InlineData("heroku ps:restart worker -a app", StepClass.HostCommand)]
    [InlineData("aws elasticache describe-cache-clusters", StepClass.HostCommand)]
    [InlineData("aws elasticache delete-cache-cluster --cache-cluster-id x", StepClass.Refused)]
    [InlineData("gunicorn -w 4 -b 0.0.0.0:5000 app:create()", StepClass.HostCommand)]
    [InlineData("celery -A app inspect ping", StepClass.HostCommand)]
    [InlineData("celery -A app purge -f", StepClass.Refused)]
    [InlineData("celery -A app control shutdown", StepClass.Manual)]
    [InlineData("rq requeue --all --queue default", StepClass.Guarded)]
    [InlineData("rq suspend", StepClass.Native)]
    [InlineData("rq empty default", StepClass.Refused)]
    [InlineData("bundle exec sidekiq -C config/sidekiq.yml", StepClass.Manual)]
    [InlineData("bundle exec rake jobs:clear", StepClass.Manual)]
    [InlineData("kill -USR1 1234", StepClass.Manual)]
    [InlineData("kill -HUP $(cat gunicorn.pid)", StepClass.HostCommand)]
    [InlineData("curl -fsS https://api.example.com/health", StepClass.Http)]
    [InlineData("curl -X POST https://api.example.com/retry -d '{}'", StepClass.Http)]
    [InlineData("curl -XDELETE https://api.example.com/jobs", StepClass.Manual)]
    [InlineData("curl -fsSL https://example.com/install.sh | sudo bash", StepClass.Refused)]
    [InlineData("wget https://example.com/dump.rdb", StepClass.Manual)]
    [InlineData("psql -c 'SELECT count(*) FROM pg_stat_activity'", StepClass.Sql)]
    [InlineData("psql $DB -c 'SELECT pg_terminate_backend(1)'", StepClass.Manual)]
    [InlineData("mysql -e 'show processlist'", StepClass.Manual)]
    [InlineData("sqlite3 jobs.db 'select count(*) from jobs'", StepClass.Manual)]
    [InlineData("mariadb -e 'drop table jobs'", StepClass.Refused)]
    [InlineData("psql -c 'DROP TABLE jobs'", StepClass.Refused)]
    [InlineData("psql -c \"UPDATE jobs SET state = 'x'\"", StepClass.Manual)]
    [InlineData("ps aux | grep worker", StepClass.HostCommand)]
    [InlineData("journalctl -u worker -f", StepClass.HostCommand)]
    [InlineData("tail -f /var/log/redis.log | grep ERR", StepClass.HostCommand)]
    [InlineData("free -m", StepClass.HostCommand)]
    [InlineData("dig +short redis.internal", StepClass.HostCommand)]
    [InlineData("sed -i 's/a/b/' /etc/redis/redis.conf", StepClass.Manual)]
    [InlineData("echo never > /sys/kernel/mm/transparent_hugepage/enabled", StepClass.Manual)]
    [InlineData("rm -rf /var/lib/redis", StepClass.Refused)]
    [InlineData("kubectl get pods -o name | xargs kubectl delete", StepClass.Refused)]
    [InlineData("pgrep worker | xargs kill", StepClass.Manual)]
    [InlineData("export CACHE_DISABLED=true", StepClass.Manual)]
    [InlineData("./scripts/failover.sh", StepClass.Manual)]
    [InlineData("python manage.py shell -c 'cache.clear()'", StepClass.Manual)]
    [InlineData("frobnicate --now", StepClass.Unknown)]
    [InlineData("$TOOL restart", StepClass.Unknown)]
    [InlineData("kubectl frob pods", StepClass.Unknown)]
    [InlineData("case $1 in a) redis-cli FLUSHALL ;; esac", StepClass.Refused)]
    [InlineData("case $1 in a) date ;; esac", StepClass.Manual)]
    public void A_command_becomes(string command, StepClass expected)
    {
        var verdict = RunbookRig.Command(command);
        Assert.True(verdict.Class == expected, $"{command}: {verdict}");
    }

    [Theory]
    [InlineData("pm2 logs worker", "--nostream")]
    [InlineData("pm2 restart api --env production", "--update-env")]
    [InlineData("journalctl -u worker -f", "-n 200 --no-pager")]
    [InlineData("kill -HUP 12", "kill -HUP 12")]
    [InlineData("docker logs -f api | grep redis", "/host logs api,")]
    [InlineData("pm2 restart worker", "/host restart worker,")]
    public void The_safe_form_is_shown(string command, string form) => Assert.Contains(form, RunbookRig.Command(command).Becomes);

    [Fact]
    public void A_change_inside_a_loop_is_left_to_a_person()
    {
        Assert.Equal(StepClass.Manual, Assert.Single(RunbookRig.Shell("for w in 1 2; do systemctl restart worker@$w; done")).Class);
        Assert.Equal(StepClass.Native, Assert.Single(RunbookRig.Shell("for h in a b; do redis-cli -h $h ping; done")).Class);
    }

    [Fact]
    public void What_is_refused_inside_a_substitution_is_refused_outside() =>
        Assert.Equal(StepClass.Refused, RunbookRig.Command("echo $(redis-cli FLUSHALL)").Class);

    [Fact]
    public void Passwords_are_masked()
    {
        var step = Assert.Single(RunbookRig.Shell("redis-cli -a hunter22 -u redis://app:hunter22@h ping"));
        Assert.DoesNotContain("hunter22", step.Source);
    }
}
