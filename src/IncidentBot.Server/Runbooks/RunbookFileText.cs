using System.Text;

namespace IncidentBot.Runbooks;

/// <summary>Reads the text of one file, and says in words why it cannot.</summary>
internal static class RunbookFileText
{
    private const int LargestFile = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="RunbookFileException">It is not there, too large, not text, or not to be read.</exception>
    public static async Task<string> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            if (Directory.Exists(file))
            {
                throw new RunbookFileException("This is a folder. Name the Markdown files in it.");
            }

            // Read with a limit, not measured first: a pipe has no size, and a file may grow.
            await using var stream = File.OpenRead(file);
            var buffer = new byte[LargestFile + 1];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
            return length > LargestFile
                ? throw new RunbookFileException("The file is larger than 1 MB. A runbook is text that people read; split it.")
                : Strict.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RunbookFileException("There is no such file.", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new RunbookFileException($"The file is not UTF-8: the byte at offset {e.Index} cannot be read. Save it as UTF-8.", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new RunbookFileException($"The file cannot be read: {e.Message}", e);
        }
    }
}
