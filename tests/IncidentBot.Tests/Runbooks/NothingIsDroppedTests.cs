using System.Globalization;
using System.Text;
using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

/// <summary>Documents made at random: whatever a command is written in, it is a step, and what destroys is never a read.</summary>
public sealed class NothingIsDroppedTests
{
    private const int Documents = 2_000;

    private static readonly (string Text, bool Destroys)[] Commands =
    [
        ("redis-cli FLUSHALL", true),
        ("redis-cli -h cache.internal FLUSHDB ASYNC", true),
        ("redis-cli SHUTDOWN NOSAVE", true),
        ("redis-cli DEL bull:mail:wait", true),
        ("redis-cli CONFIG SET maxmemory-policy allkeys-lru", true),
        ("sudo rm -rf /var/lib/redis", true),
        ("FLUSHALL", true),
        ("kubectl delete pvc data-redis-0", true),
        ("redis-cli --bigkeys", false),
        ("redis-cli LLEN bull:mail:wait", false),
        ("redis-cli info memory", false),
        ("kubectl -n shop get pods", false),
        ("systemctl status redis", false),
        ("rq requeue --all --queue mail", false),
        ("psql -c 'SELECT count(*) FROM jobs'", false),
        ("curl -fsS https://shop.example.com/health", false),
        ("journalctl -u redis -n 50", false),
        ("docker exec redis redis-cli ping", false),
    ];

    private static readonly string[] Prose =
    [
        "The queue is slow when the host swaps.", "Ask the team that owns the shop.", "This takes a few minutes, so be patient.", "Look at the graphs first.",
    ];

    /// <summary>Every way in which people write a command into Markdown.</summary>
    private static readonly Func<string, string>[] Dresses =
    [
        command => $"```bash\n{command}\n```",
        command => $"```\n{command}\n```",
        command => $"~~~sh\n{command}\n~~~",
        command => $"    {command}",
        command => command,
        command => $"Some words first:\n{command}",
        command => $"{command}\nand some words after it.",
        command => $"{command} \\",
        command => $"{command.Replace(" ", " \\\n  ", StringComparison.Ordinal)}",
        command => $"`{command}`",
        command => $"Run `{command}` on the host.",
        command => $"Run <code>{command}</code> on the host.",
        command => $"**{command}**",
        command => $"*{command}*",
        command => $"### {command}",
        command => $"### `{command}`",
        command => $"- {command}",
        command => $"1. {command}",
        command => $"* [ ] {command}",
        command => $"1. Do this:\n\n    {command}",
        command => $"1. Do this:\n\n   ```\n   {command}\n   ```",
        command => $"1. Do this:\n   {command}",
        command => $"- one\n  - {command}",
        command => $"> {command}",
        command => $"> [!WARNING]\n> {command}",
        command => $"| when | do |\n|---|---|\n| full | {command} |",
        command => $"| when | do |\n|---|---|\n| full | `{command}` |",
        command => $"| when | do |\n|---|---|\n| full | <code>{command}</code> |",
        command => $"<details>\n<summary>More</summary>\n{command}\n</details>",
        command => $"<details>\n<summary>More</summary>\n\n{command}\n\n</details>",
        command => $"<details>\n\n```sh\n{command}\n```\n\n</details>",
        command => $"<p>{command}</p>",
        command => $"<pre>\n{command}\n</pre>",
        command => $"<pre><code>{command}</code></pre>",
        command => $"!!! warning\n    {command}",
        command => $"!!! warning\n\n    {command}",
        command => $"::: danger\n{command}\n:::",
        command => $"$ {command}",
        command => $"```console\nops@db:~$ {command}\nOK\n```",
        command => $"```text\n$ {command}\nOK\n```",
        command => $"Then do a {command} and wait.",
        command => $"If that does not help, {command}, and tell the team.",
        command => $"2. Log in and run “{command}” on the host.",
        command => $"- [ ] Ran {command}",
        command => $"- Fix: {command}",
        command => $"Step 2 : {command}",
        command => $"👉 {command}",
        command => $"• {command}",
        command => $"Danach {command} ausführen.",
        command => $"次に「{command}」を実行してください。",
        command => $"{command} を実行します。",
        command => command.Replace(' ', '\u00A0'),
        command => $"[{command}](https://wiki.example.com/step)",
        command => $"[^1]: {command}",
        command => $"~~{command}~~",
        command => $"{{code:bash}}\n{command}\n{{code}}",
        command => $"{{noformat}}\n$ {command}\n{{noformat}}",
        command => $"{{warning}}Ask first: {command}{{warning}}",
        command => $"||Host||Do||\n|cache|{command}|",
        command => $"[source,bash]\n----\n{command}\n----",
        command => $".. code-block:: bash\n\n   {command}",
        command => $"{{{{< highlight bash >}}}}\n{command}\n{{{{< /highlight >}}}}",
        command => $"#+BEGIN_SRC sh\n{command}\n#+END_SRC",
        command => $"!!! danger\n\n    Text first.\n\n    ```bash\n    {command}\n    ```",
        command => $"=== \"Redis\"\n\n    1. Look\n\n        ```\n        {command}\n        ```",
        command => $"??? note \"More\"\n    - {command}",
        command => $"<CodeBlock language=\"bash\">{command}</CodeBlock>",
        command => $"<Command run=\"{command}\" />",
        command => $"<li>Flush: <code>{command}</code></li>",
        command => $"<table><tr><td>full</td><td>{command}</td></tr></table>",
        command => $"| when | do |\n|---|---|\n| full | one<br>{command}<br>two |",
    ];

    [Fact]
    public void Every_command_is_a_step_whatever_it_is_written_in()
    {
        for (var seed = 0; seed < Documents; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder("# Redis\n\n");
            var written = new List<(string Text, bool Destroys, int Dress)>();
            for (var part = random.Next(1, 7); part > 0; part--)
            {
                var (command, dress) = (Commands[random.Next(Commands.Length)], random.Next(Dresses.Length));
                written.Add((command.Text, command.Destroys, dress));
                text.Append(CultureInfo.InvariantCulture, $"{(random.Next(3) == 0 ? "## Mitigation\n\n" : "")}{Prose[random.Next(Prose.Length)]}\n\n");
                text.Append(Dresses[dress](command.Text)).Append("\n\n");
            }

            var steps = RunbookRig.Check(text.ToString()).Steps;
            foreach (var (command, destroys, dress) in written)
            {
                var found = steps.Where(step => step.Source.Contains(command, StringComparison.Ordinal)).ToList();
                Assert.True(found.Count > 0, $"seed {seed}, way {dress}: '{command}' is in no step of\n{text}");
                Assert.True(
                    found.Any(step => step.Class is not StepClass.Unknown && (!destroys || step.Class is StepClass.Refused or StepClass.Manual)
                        && step.Becomes != "done by a person, who marks it done"),
                    $"seed {seed}, way {dress}: '{command}' is {string.Join(", ", found.Select(step => $"{step.Class} ({step.Why})"))} of\n{text}");
                Assert.True(
                    found.Count(step => step.Source == command) <= written.Count(one => one.Text == command),
                    $"seed {seed}, way {dress}: '{command}' is counted twice in\n{text}");
            }
        }
    }

    [Theory]
    [InlineData("redis-cli is the client that comes with Redis.")]
    [InlineData("Docker restarts the container.")]
    [InlineData("- kubectl must be installed")]
    [InlineData("| tool | use |\n|---|---|\n| redis-cli | to look |\n| kubectl | to reach the pods |")]
    [InlineData("## Redis memory")]
    [InlineData("SET the alarm before you go.")]
    [InlineData("INFO about the tools")]
    [InlineData("Select a quiet hour from the calendar")]
    [InlineData("**find the cause first**")]
    [InlineData("make sure that the workers are up")]
    [InlineData("`maxmemory-policy` and `noeviction`")]
    public void Sentences_about_tools_are_no_commands(string text) =>
        Assert.DoesNotContain(RunbookRig.Check($"# Redis\n\n{text}\n").Steps, step => step.Class != StepClass.Manual || step.Action is not null);
}
