import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { readTemplateText, type Template } from './template.ts';

/** The template that a stack was deployed from; undefined when there is no such stack. Throws what AWS refuses. */
export async function deployedTemplate(client: CloudFormationClient, stackName: string): Promise<Template | undefined> {
  try {
    const { TemplateBody } = await client.send(
      new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Original' }),
    );
    return TemplateBody === undefined ? undefined : readTemplateText(TemplateBody);
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist')) {
      return undefined;
    }
    throw error;
  }
}
