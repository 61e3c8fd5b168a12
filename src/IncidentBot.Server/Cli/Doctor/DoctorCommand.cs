using System.CommandLine;

namespace IncidentBot.Cli.Doctor;

/// <returns>Line by line, whether it is well and what was found; a line that is not well says what to do.</returns>
internal delegate IAsyncEnumerable<(bool IsWell, string Line)> Examination(WebApplicationBuilder bot, CancellationToken ct);

/// <summary>
/// <c>doctor</c>: whether all that the settings name is there and works, without changing or posting anything; <c>doctor slack</c>:
/// that alone, in detail.
/// </summary>
internal static class DoctorCommand
{
    /// <param name="settings">Those on the command line.</param>
    /// <param name="chats">Those of the chat platforms, by name.</param>
    public static Verb Make(string[] settings, IReadOnlyDictionary<string, Examination> chats)
    {
        var json = new Option<bool>("--json") { Description = "For machines: one document with every finding" };
        var doctor = new Verb("doctor", "Checks all that the settings name, and says what to do first")
        {
            Examples = ["doctor", "doctor --json", .. chats.Keys.Select(name => $"doctor {name}")],
            More = "It changes and posts nothing, and may be asked while a bot runs. 1 where something is wrong; warnings alone are 0.",
        };
        doctor.Add(json);
        doctor.SetAction((parsed, ct) => PrintAsync(new Checkup(settings, chats).ExamineAsync(ct), parsed.GetValue(json), hasFirst: true));
        foreach (var (name, examination) in chats)
        {
            var one = new Verb(name, $"Checks the settings under {name} against the real thing; posts nothing") { Examples = [$"doctor {name}"] };
            one.Add(json);
            one.SetAction((parsed, ct) => PrintAsync(Checkup.OfChat(name, examination, settings, ct), parsed.GetValue(json), hasFirst: false));
            doctor.Add(one);
        }

        return doctor;
    }

    private static async Task<int> PrintAsync(IAsyncEnumerable<Finding> examination, bool asJson, bool hasFirst)
    {
        List<Finding> all = [];
        await foreach (var finding in examination)
        {
            all.Add(finding);
            if (!asJson)
            {
                Console.WriteLine(FindingList.Line(finding));
            }
        }

        if (asJson)
        {
            Console.WriteLine(FindingList.Json(all));
        }
        else if (hasFirst)
        {
            Console.WriteLine($"\nFirst: {FindingList.First(all)}");
        }

        return FindingList.Code(all);
    }
}
