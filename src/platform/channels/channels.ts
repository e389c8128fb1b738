/** Messages of one kind between all processes, separate for each workspace. */
export interface Channel<Message> {
  /** Sends to the processes that follow the workspace, including this one; costs one lookup if none does. Never throws: messages that cannot be sent are dropped. */
  send(workspaceId: string, messages: readonly Message[]): void;
  /** Sets whether this process receives a workspace's messages. */
  follow(workspaceId: string, isFollowed: boolean): void;
}

/** Carries messages between the processes of one installation. */
export abstract class Channels {
  /** Opens the channel of a name; `receive` gets JSON copies of all messages sent to the followed workspaces. */
  abstract open<Message>(name: string, receive: (workspaceId: string, messages: Message[]) => void): Channel<Message>;
}
