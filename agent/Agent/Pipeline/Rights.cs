using Kernward.Confinement;
using Kernward.Settings;

namespace Kernward.Pipeline;

/// <summary>Root is for starting the hands. Before a model is loaded or a word is read, this process gives it up.</summary>
internal static class Rights
{
    /// <summary>
    /// Nothing for who is not root. The log's folder becomes the new user's, as logs are written from then on.
    /// </summary>
    /// <returns>The settings with which to go on: files that they name can still be opened.</returns>
    /// <exception cref="ProblemException">They could not all be given up (70): nothing was read or loaded.</exception>
    public static AgentSettings Drop(AgentSettings settings)
    {
        if (!Environment.IsPrivilegedProcess) return settings;
        var model = settings.Model with { OpenedPath = OpenedPath.Of(settings.Model.Path), OpenedNatives = OpenedPath.Of(settings.Model.Natives) };
        var user = ServiceUser.Find();
        try
        {
            GiveFolder(settings.LogDirectory, user);
            Privileges.Drop(user, network: settings.Model.Url.Length > 0);
            return settings with { Model = model };
        }
        catch (ConfinementException e)
        {
            throw new ProblemException("rights", $"Kernward could not give up root's rights: {e.Message}, so it reads nothing.",
                "`kernward doctor` shows what this host offers; as another user it needs none", ExitCodes.Internal);
        }
    }

    /// <summary>The folder of the history, before root's rights are given up: who observes writes it without them.</summary>
    public static void GiveHistory(AgentSettings settings)
    {
        if (Environment.IsPrivilegedProcess) GiveFolder(settings.HistoryDirectory, ServiceUser.Find());
    }

    /// <summary>
    /// A folder that is made here alone: in one that was there, somebody may have put a link to a file of root's. Where it cannot
    /// be had, stderr must do for logs, and the history says so.
    /// </summary>
    private static void GiveFolder(string directory, ServiceUser user)
    {
        if (Directory.Exists(directory)) return;
        try
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Ownership.Give(directory, user);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Serilog.Log.Debug("no folder {Directory}: {Reason}", directory, e.Message);
        }
    }
}
